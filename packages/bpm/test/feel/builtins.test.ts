/**
 * Every built-in function, with the examples of the specification and the edges beside them.
 */
import { describe, expect, test } from 'vitest';
import { builtins } from '../../src/feel/builtins/index.ts';
import { expectTable, expressionsOf } from './table.ts';

const CONVERSION = `
  # DMN 1.5, table 72
  date("2012-12-25")                                => "2012-12-25"
  date(2012, 12, 25)                                => "2012-12-25"
  date(date and time("2012-12-25T11:00:00Z"))       => "2012-12-25"
  date(2012, 2, 30)                                 !! out-of-range
  date("998-12-31")                                 !! bad-text
  date("01211-12-31")                               !! bad-text
  date("-0044-03-15").year                          => -44
  date("999999999-12-31") + duration("P1D")         !! out-of-range
  date and time("2012-12-24T23:59:00")              => "2012-12-24T23:59:00"
  date and time(date("2012-12-24"), time("23:59:00")) => "2012-12-24T23:59:00"
  date and time("2017-01-01")                       => "2017-01-01T00:00:00"
  date and time("2017-01-01T24:00:00")              => "2017-01-02T00:00:00"
  date and time("2011-12-03T10:15:30@Europe/Paris").timezone => "Europe/Paris"
  time("23:59:00z")                                 !! bad-text
  time("23:59:00-03:00")                            => "23:59:00-03:00"
  time(10, 30, 5.25)                                => "10:30:05.25"
  time(23, 59, 0, duration("-PT3H"))                => "23:59:00-03:00"
  time("00:01:00@Etc/Nowhere")                      !! bad-text
  number("1 000,0", " ", ",")                       => 1000
  number("1,000.0", ",", ".")                       => 1000
  number("1,000.0", ".", ".")                       !! wrong-arguments
  number("1.5")                                     => 1.5
  number("one")                                     !! bad-text
  string(1.1)                                       => "1.1"
  string(null)                                      => null
  string([1, "a", {b: @"P1D"}])                     => "[1, \\"a\\", {b: P1D}]"
  duration("P20DT13H14M")                           => "P20DT13H14M"
  years and months duration(date("2011-12-22"), date("2013-08-24")) => "P1Y8M"
  years and months duration(date("2013-08-24"), date("2011-12-22")) => "-P1Y8M"
  range("(1..10]")                                  => "(1..10]"
`;

const TEXTS = `
  # DMN 1.5, table 74
  substring("foobar", 3)                            => "obar"
  substring("foobar", 3, 3)                         => "oba"
  substring("foobar", -2, 1)                        => "a"
  substring("foobar", 0)                            !! out-of-range
  substring("foobar", 7)                            !! out-of-range
  string length("foo")                              => 3
  upper case("aBc4")                                => "ABC4"
  lower case("aBc4")                                => "abc4"
  substring before("foobar", "bar")                 => "foo"
  substring before("foobar", "xyz")                 => ""
  substring before("foobar", "foo")                 => ""
  substring after("foobar", "ob")                   => "ar"
  substring after("", "a")                          => ""
  substring after("foo", "")                        => "foo"
  replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")       => "[1=ab][2=]cd"
  contains("foobar", "of")                          => false
  starts with("foobar", "fo")                       => true
  ends with("foobar", "r")                          => true
  matches("foobar", "^fo*b")                        => true
  split("John Doe", "\\\\s")                        => ["John","Doe"]
  split("a;b;c;;", ";")                             => ["a","b","c","",""]
  string join(["a", "b", "c"], "_and_")             => "a_and_b_and_c"
  string join(["a", null, "c"])                     => "ac"
  string join([1])                                  !! wrong-type
`;

const LISTS = `
  # DMN 1.5, table 75
  list contains([1, 2, 3], 2)                       => true
  list contains([1, null], null)                    => true
  list replace([2, 4, 7, 8], 3, 6)                  => [2,4,6,8]
  list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5) => [5,5,7,8]
  list replace([1], 2, 5)                           !! out-of-range
  count([1, 2, 3])                                  => 3
  count([])                                         => 0
  min([1, 2, 3])                                    => 1
  min(1, 2, 3)                                      => 1
  min([])                                           => null
  max("a", "b")                                     => "b"
  max([1, null])                                    !! wrong-type
  sum([1, 2, 3])                                    => 6
  sum(1.1, 2.2)                                     => 3.3
  sum([])                                           => null
  sum([1, "a"])                                     !! wrong-type
  mean([1, 2, 3])                                   => 2
  mean([])                                          => null
  all([true, null, false])                          => false
  all([true, null, true])                           => null
  all([])                                           => true
  all(0)                                            !! wrong-type
  any([false, null, true])                          => true
  any([])                                           => false
  sublist([4, 5, 6], 1, 2)                          => [4,5]
  sublist([4, 5, 6], -2)                            => [5,6]
  sublist([4, 5, 6], 4)                             !! out-of-range
  append([1], 2, 3)                                 => [1,2,3]
  append([1], [2])                                  => [1,[2]]
  concatenate([1, 2], [3])                          => [1,2,3]
  insert before([1, 3], 1, 2)                       => [2,1,3]
  remove([1, 2, 3], 2)                              => [1,3]
  remove([1, 2, 3], -1)                             => [1,2]
  reverse([1, 2, 3])                                => [3,2,1]
  index of([1, 2, 3, 2], 2)                         => [2,4]
  union([1, 2], [2, 3])                             => [1,2,3]
  distinct values([1, 2, 3, 2, 1, 1.0, null, null]) => [1,2,3,null]
  flatten([[1, 2], [[3]], 4])                       => [1,2,3,4]
  product([2, 3, 4])                                => 24
  median(8, 2, 5, 3, 4)                             => 4
  median([6, 1, 2, 3])                              => 2.5
  median([])                                        => null
  stddev(2, 4, 7, 5)                                => "2.081665999466132735282297706979931"
  stddev([47])                                      => null
  mode(6, 3, 9, 6, 6)                               => [6]
  mode([6, 1, 9, 6, 1])                             => [1,6]
  mode([])                                          => []
  sort(["b", "a"], function(x, y) x < y)            => ["a","b"]
`;

const NUMBERS = `
  # DMN 1.5, table 76
  decimal(1.5, 0)                                   => 2
  decimal(2.5, 0)                                   => 2
  decimal(1234, -2)                                 => 1200
  floor(1.5)                                        => 1
  floor(-1.5)                                       => -2
  ceiling(1.5)                                      => 2
  ceiling(-1.56, 1)                                 => -1.5
  round up(5.5, 0)                                  => 6
  round up(-1.121, 2)                               => -1.13
  round down(-5.5, 0)                               => -5
  round half up(5.5, 0)                             => 6
  round half up(-5.5, 0)                            => -6
  round half down(5.5, 0)                           => 5
  abs(-10)                                          => 10
  abs(@"-PT5H")                                     => "PT5H"
  modulo(-12, 5)                                    => 3
  modulo(12, 0)                                     !! out-of-range
  sqrt(16)                                          => 4
  sqrt(-3)                                          !! out-of-range
  decimal(log(10), 8)                               => 2.30258509
  log(0)                                            !! out-of-range
  decimal(exp(5), 8)                                => 148.4131591
  odd(5)                                            => true
  even(5)                                           => false
  even(1.5)                                         => false
`;

const LOGIC_AND_TIME = `
  # DMN 1.5, tables 73, 77, 78
  not(true)                                         => false
  not(1)                                            !! wrong-type
  is(date("2012-12-25"), time("23:00:50"))          => false
  is(time("23:00:50z"), time("23:00:50"))           => false
  now().year                                        => 2026
  today().month                                     => 11
  now(1)                                            !! wrong-arguments
  day of year(date(2019, 9, 17))                    => 260
  day of week(date(2019, 9, 17))                    => "Tuesday"
  month of year(date(2019, 9, 17))                  => "September"
  week of year(date(2019, 9, 17))                   => 38
  week of year(date(2003, 12, 29))                  => 1
  week of year(date(2004, 1, 4))                    => 1
  week of year(date(2005, 1, 1))                    => 53
  week of year(date(2005, 1, 3))                    => 1
`;

const RANGES = `
  # DMN 1.5, table 79
  before(1, 10)                                     => true
  before(10, 1)                                     => false
  before(1, [1..10])                                => false
  before(1, (1..10])                                => true
  before([1..10], 10)                               => false
  before([1..10), 10)                               => true
  before([1..10), [10..20])                         => true
  before([1..10], (10..20])                         => true
  after(12, [1..10])                                => true
  after(10, [1..10))                                => true
  after((11..20], 11)                               => true
  after((10..20], [1..10])                          => true
  meets([1..5], [5..10])                            => true
  meets([1..5), [5..10])                            => false
  met by([5..10], [1..5])                           => true
  met by((5..10], [1..5])                           => false
  overlaps([1..5], [3..8])                          => true
  overlaps([1..5], (5..8])                          => false
  overlaps([1..5], [5..8])                          => true
  overlaps before([1..5], [3..8])                   => true
  overlaps before([1..5), [5..8])                   => false
  overlaps before([1..5], (1..5])                   => true
  overlaps before([1..5], [1..5])                   => false
  overlaps after([3..8], [1..5])                    => true
  overlaps after([5..8], [1..5))                    => false
  overlaps after((1..5], [1..5))                    => true
  finishes(10, [1..10])                             => true
  finishes(10, [1..10))                             => false
  finishes([5..10], [1..10])                        => true
  finishes([1..10], (1..10])                        => false
  finished by([1..10], 10)                          => true
  finished by([1..10], (1..10])                     => true
  includes([1..10], 5)                              => true
  includes((1..10), 10)                             => false
  includes([1..10], (1..10))                        => true
  during(5, [1..10])                                => true
  during((1..10), (1..10))                          => true
  starts(1, [1..10])                                => true
  starts((1..5), (1..10])                           => true
  starts([1..10], [1..10))                          => false
  started by([1..10], 1)                            => true
  started by((1..10], (1..5))                       => true
  coincides(5, 5)                                   => true
  coincides([1..5], [1..5))                         => false
  before(1, "a")                                    !! wrong-type
`;

const CONTEXTS = `
  # DMN 1.5, table 80
  get value({key1: "value1"}, "key1")               => "value1"
  get value({key1: "value1"}, "unexistent-key")     => null
  get value({x: 1, y: {z: 0}}, ["y", "z"])          => 0
  get entries({a: 1})[1].key                        => "a"
  context([{key: "a", value: 1}, {key: "b", value: 2}]) => {"a":1,"b":2}
  context([{key: "a", value: 1}, {key: "a", value: 2}]) !! wrong-arguments
  context([{key: "a"}])                             !! wrong-arguments
  context put({x: 1}, "y", 2)                       => {"x":1,"y":2}
  context put({x: 1, y: {z: 0}}, ["y", "z"], 2)     => {"x":1,"y":{"z":2}}
  context put({x: 1}, [], 2)                        !! wrong-type
  context merge([{x: 1}, {y: 2}])                   => {"x":1,"y":2}
  context merge([{x: 1, y: 0}, {y: 2}])             => {"x":1,"y":2}
`;

const TABLES = { CONVERSION, TEXTS, LISTS, NUMBERS, LOGIC_AND_TIME, RANGES, CONTEXTS };

describe('built-in functions', () => {
  test.each(Object.entries(TABLES))('%s give their values', (_, table) => expectTable(table));

  test('all of them stand in a table', () => {
    const all = Object.values(TABLES).flatMap(expressionsOf).join('\n');
    const missing = [...builtins.keys()].filter((name) => !all.includes(`${name}(`));
    expect(missing).toEqual([]);
  });

  test('arguments are taken by name, misspelt names never as null', () =>
    expectTable(`
      substring(string: "foobar", start position: 3) => "obar"
      string join(delimiter: "-", list: ["a", "b"])  => "a-b"
      abs(number: 1)                                 !! wrong-arguments
      decimal(n: 1.234, scal: 2)                     !! wrong-arguments
    `));

  test('a list of one is the value that is wanted, and a value the list', () =>
    expectTable(`
      abs([-5])                                      => 5
      count(5)                                       => 1
      upper case(["a"])                              => "A"
      count(null)                                    !! wrong-type
    `));
});
