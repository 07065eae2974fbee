/**
 * Facts that trip evaluators of FEEL; source: the cases of dmn-tck/tck.
 */
import { describe, expect, test } from 'vitest';
import { evaluate, expectTable } from './table.ts';

describe('FEEL', () => {
  test('numbers are decimals, of 34 digits', () =>
    expectTable(`
      0.1 + 0.2 = 0.3                             => true
      0.1 + 0.2                                   => 0.3
      12300 = 1.23e4                              => true
      0 = 0.00                                    => true
      1 / 3                                       => "0.3333333333333333333333333333333333"
      2 / 3 * 3 = 2                               => true
      9007199254740993 + 0                        => "9007199254740993"
      1 / 0                                       !! out-of-range
      1e6145                                      !! out-of-range
    `));

  test('rounding and modulo follow the decimal rules', () =>
    expectTable(`
      modulo(10, -4)                              => -2
      modulo(-10.1, 4.5)                          => 3.4
      floor(-1.56, 1)                             => -1.6
      round half down(-5.5, 0)                    => -5
      round half down(-1.126, 2)                  => -1.13
      round down(5.5, 6176)                       => 5.5
      round half down(5.5, 6177)                  !! out-of-range
      decimal(2.5, 0)                             => 2
      decimal(1/3, 2)                             => 0.33
      number("1.000.000,01", ".", ",")            => 1000000.01
      mode()                                      !! wrong-arguments
      mode(6)                                     => [6]
    `));

  test('equality is three-valued, and keeps kinds apart', () =>
    expectTable(`
      {} = []                                     !! wrong-type
      "foo"[1] = "foo"                            => true
      false = null                                => false
      null = null                                 => true
      duration("P0Y") = 0                         !! wrong-type
      100 = "100"                                 !! wrong-type
      (<= 10) = (null..10]                        => false
      (< 10) = (< 10)                             => true
      @"2002-04-02T23:00:00-04:00" = @"2002-04-03T02:00:00-01:00" => true
      is(@"20:00:50+00:00", @"21:00:50+01:00")    => false
      is(@"P1D", @"PT24H")                        => true
      [1, 2, {a: [3]}] = [1, 2, {a: [3]}]         => true
      {a: 1, b: 2} = {b: 2, a: 1}                 => true
    `));

  test('durations are of two kinds, and normalized', () =>
    expectTable(`
      duration("PT1000M")                         => "PT16H40M"
      duration("P1Y27M")                          => "P3Y3M"
      duration("PT0.S")                           => "PT0S"
      duration("P0")                              !! bad-text
      duration("P1Y") + duration("P1D")           !! wrong-type
      duration("P1Y") / duration("P1M")           => 12
      duration("PT10H") / duration("PT4H")        => 2.5
      duration("P1D") * 2.5                       => "P2DT12H"
      duration("P1D") / 0                         !! out-of-range
    `));

  test('dates know their weekday, zones, and ends of months', () =>
    expectTable(`
      date("2018-12-10").weekday                  => 1
      date("2018-12-09").weekday                  => 7
      time("10:30:00").timezone                   => null
      date("2020-01-31") + duration("P1M")        => "2020-02-29"
      date("2020-02-29") - duration("P1Y")        => "2019-02-28"
      date("2020-03-01") - date("2020-02-01")     => "P29D"
      date("2019-02-29")                          !! bad-text
      @"2026-03-28T12:00:00@Europe/Berlin" + @"PT24H" => "2026-03-29T13:00:00@Europe/Berlin"
      @"2026-03-29T02:30:00@Europe/Berlin".time offset => "PT1H"
      time("23:00:00") + duration("PT2H")         => "01:00:00"
      date("2020-01-01") < date and time("2020-01-02T00:00:00") !! wrong-type
    `));

  test('ranges start before they end', () =>
    expectTable(String.raw`
      range("[@\"P2D\"..@\"P1D\"]")               !! bad-text
      range("[1..10]")                            => "[1..10]"
      range("[1..max(1, 2)]")                     !! bad-text
      [1..10].start included                      => true
      (1..10].start                               => 1
      null in [1..10]                             !! wrong-type
    `));

  test('logic is three-valued for any operand', () =>
    expectTable(`
      false and "x"                               => false
      true or 1                                   => true
      true and null                               => null
      false or null                               => null
      not(null)                                   => null
      some x in [1, null] satisfies x > 0         => true
      some x in [null, -1] satisfies x > 0        => null
      every x in [1, null] satisfies x > 0        => null
      every x in [] satisfies x                   => true
      if null then 1 else 2                       => 2
    `));

  test('lists count from 1, and from the end', () =>
    expectTable(`
      [1, 2, 3][1]                                => 1
      [1, 2, 3][-1]                               => 3
      [1, 2, 3][4]                                !! out-of-range
      [1, 2, 3][0]                                !! out-of-range
      [1, 2, 3][item > 1]                         => [2,3]
      [{a: 1}, {a: 2}][a = 2].a                   => [2]
      [{a: 1}, {a: 2}].a                          => [1,2]
      5[1]                                        => 5
      null[item > 1]                              => []
      for i in 3..1 return i                      => [3,2,1]
      for i in [1, 2], j in [10, 20] return i * j => [10,20,20,40]
      for i in 1..5 return if i = 1 then 1 else partial[-1] * i => [1,2,6,24,120]
      for d in @"2026-01-30"..@"2026-02-01" return d.day => [30,31,1]
    `));

  test('names may hold spaces; the longest known one wins', () =>
    expectTable(
      `
      first name + " " + last name                => "Ada Byron"
      order.net total                             => 5
      {net total: 1, net: 2}.net total            => 1
      {a-b: 7, c: a-b + 1}.c                      => 8
      missing                                     !! unknown-name
      order.missing                               !! unknown-name
    `,
      { 'first name': 'Ada', 'last name': 'Byron', order: { 'net total': 5 } },
    ));

  test('functions are values', () =>
    expectTable(`
      (function(a, b) a + b)(1, 2)                => 3
      {double: function(x: number) x * 2, r: double(4)}.r => 8
      {double: function(x: number) x * 2, r: double("a")}.r !! wrong-type
      {f: function(a, b) a - b, r: f(b: 1, a: 3)}.r => 2
      {f: function(a, b) a - b, r: f(1)}.r        !! wrong-arguments
      sort([3, 1, 2], function(a, b) a > b)       => [3,2,1]
      nonsense(1)                                 !! unknown-name
    `));

  test('values are of types', () =>
    expectTable(`
      1 instance of number                        => true
      null instance of Any                        => false
      [1, null] instance of list<number>          => true
      [1] instance of number                      => false
      {a: 1, b: 2} instance of context<a: number> => true
      {a: "1"} instance of context<a: number>     => false
      [1..2] instance of range<number>            => true
      ["a".."b"] instance of range<number>        => false
      (function(a) a) instance of function<Any> -> Any => true
      (function(a) a) instance of function<> -> Any => false
      @"P1Y" instance of years and months duration => true
      1 instance of nonsense                      !! unknown-name
    `));

  test('moments compare only when both have a zone, or none has one', () =>
    expectTable(`
      @"2026-01-01T10:00:00@Europe/Berlin" = @"2026-01-01T09:00:00Z" => true
      @"2026-01-01T10:00:00" = @"2026-01-01T10:00:00Z" => false
      @"2026-01-01T10:00:00" < @"2026-01-01T11:00:00Z" !! wrong-type
      @"2026-01-01T10:00:00" - @"2026-01-01T09:00:00Z" !! wrong-type
      @"2026-01-01T10:00:00Z" - @"2026-01-01T09:00:00+01:00" => "PT2H"
    `));

  test('now and today are the moment that was handed in', () => {
    expect(evaluate('now()').value).toBe('2026-11-27T10:30:00@Europe/Berlin');
    expect(evaluate('today()').value).toBe('2026-11-27');
    expect(evaluate('day of week(today())').value).toBe('Friday');
  });
});
