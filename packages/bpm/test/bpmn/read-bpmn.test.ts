/**
 * Plain BPMN: each element to its node.
 */
import { readBpmn } from '@kontor/bpm/bpmn-xml';
import { describe, expect, test } from 'vitest';
import { file, fileOf, nodeOf, nodesOf, readOne } from './xml.ts';

describe('tasks', () => {
  test.each([
    ['<task id="a" name="A"/>', { kind: 'task', id: 'a', name: 'A' }],
    ['<manualTask id="a"/>', { kind: 'manual', id: 'a' }],
    ['<userTask id="a"/>', { kind: 'user', id: 'a' }],
    [
      '<task id="a"><documentation>Why.</documentation></task>',
      { kind: 'task', id: 'a', documentation: 'Why.' },
    ],
    ['<serviceTask id="a" implementation="charge"/>', { kind: 'service', id: 'a', type: 'charge' }],
    [
      '<scriptTask id="a" scriptFormat="application/feel"><script>1 + 1</script></scriptTask>',
      { kind: 'script', id: 'a', script: '1 + 1' },
    ],
    [
      '<businessRuleTask id="a" implementation="discount"/>',
      { kind: 'businessRule', id: 'a', decision: 'discount' },
    ],
    ['<callActivity id="a" calledElement="pay"/>', { kind: 'call', id: 'a', process: 'pay' }],
    [
      '<task id="a" startQuantity="2" completionQuantity="3" isForCompensation="true"/>',
      { kind: 'task', id: 'a', startQuantity: 2, completionQuantity: 3, undoes: true },
    ],
  ])('%s', async (xml, node) => {
    expect(await nodeOf(xml)).toEqual(node);
  });

  test('send and receive tasks name the message they refer to', async () => {
    const nodes = await nodesOf(
      '<sendTask id="a" messageRef="m"/><receiveTask id="b" messageRef="m"/>',
      '<message id="m" name="order placed"/>',
    );
    expect(nodes).toEqual([
      { kind: 'send', id: 'a', message: 'order placed' },
      { kind: 'receive', id: 'b', message: 'order placed' },
    ]);
  });

  test('the prefix of a called element is its namespace', async () => {
    const xml = file(
      '<process id="p"><callActivity id="a" calledElement="t:pay"/></process>',
      'xmlns:t="urn:test"',
    );
    expect((await readOne(xml)).process.nodes[0]).toMatchObject({ process: 'pay' });
  });

  test('a potential owner is a group, a human performer the assignee', async () => {
    const owner = (type: string, text: string): string =>
      `<${type}><resourceAssignmentExpression><formalExpression>${text}</formalExpression>` +
      `</resourceAssignmentExpression></${type}>`;
    const task = `<userTask id="a">${owner('humanPerformer', 'user(kim)')}${owner(
      'potentialOwner',
      'group(sales), group(support)',
    )}</userTask>`;
    expect(await nodeOf(task)).toMatchObject({
      work: { assignee: 'kim', candidateGroups: ['sales', 'support'] },
    });
  });

  test('what a task lacks is told, and its name stands in', async () => {
    const { process, told } = await readOne(
      fileOf('<serviceTask id="a" name="Charge\ncard"/><scriptTask id="b"/><callActivity id="c"/>'),
    );
    expect(process.nodes).toMatchObject([
      { type: 'Charge card' },
      { script: 'null' },
      { process: 'c' },
    ]);
    expect(told).toEqual([
      'warning missing-content a',
      'warning missing-content b',
      'warning missing-content c',
    ]);
  });
});

describe('repetition', () => {
  test('multi-instance with a number and a completion condition', async () => {
    const task =
      '<task id="a"><multiInstanceLoopCharacteristics isSequential="true">' +
      '<loopCardinality>3</loopCardinality><completionCondition>ok</completionCondition>' +
      '</multiInstanceLoopCharacteristics></task>';
    expect(await nodeOf(task)).toMatchObject({
      many: { mode: 'sequential', count: '3', until: 'ok' },
    });
  });

  test('multi-instance over a data object, by the names of BPMN', async () => {
    const task =
      '<task id="a"><multiInstanceLoopCharacteristics>' +
      '<loopDataInputRef>lines</loopDataInputRef><loopDataOutputRef>done</loopDataOutputRef>' +
      '<inputDataItem id="i" name="line"/><outputDataItem id="o" name="result"/>' +
      '</multiInstanceLoopCharacteristics></task>' +
      '<dataObject id="lines" name="orderLines"/><dataObject id="done" name="results"/>';
    expect(await nodeOf(task)).toMatchObject({
      many: {
        mode: 'parallel',
        collection: 'orderLines',
        item: 'line',
        output: { from: 'result', to: 'results' },
      },
    });
  });

  test('standard loop', async () => {
    const task =
      '<task id="a"><standardLoopCharacteristics testBefore="true" loopMaximum="5">' +
      '<loopCondition>n &lt; 5</loopCondition></standardLoopCharacteristics></task>';
    expect(await nodeOf(task)).toMatchObject({
      loop: { while: 'n < 5', testBefore: true, max: 5 },
    });
  });
});

describe('events', () => {
  const roots =
    '<message id="m" name="paid"/><signal id="s" name="alarm"/>' +
    '<error id="e" errorCode="E1"/><escalation id="x" escalationCode="X1"/>';
  const CASES: readonly (readonly [string, object])[] = [
    ['<messageEventDefinition messageRef="m"/>', { type: 'message', name: 'paid' }],
    ['<signalEventDefinition signalRef="s"/>', { type: 'signal', name: 'alarm' }],
    ['<errorEventDefinition errorRef="e"/>', { type: 'error', code: 'E1' }],
    ['<errorEventDefinition/>', { type: 'error' }],
    ['<escalationEventDefinition escalationRef="x"/>', { type: 'escalation', code: 'X1' }],
    [
      '<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>',
      { type: 'timer', duration: 'PT1H' },
    ],
    [
      '<timerEventDefinition><timeDate>2026-03-01T09:00:00Z</timeDate></timerEventDefinition>',
      { type: 'timer', date: '2026-03-01T09:00:00Z' },
    ],
    [
      '<timerEventDefinition><timeCycle>R3/PT10M</timeCycle></timerEventDefinition>',
      { type: 'timer', cycle: 'R3/PT10M' },
    ],
    [
      '<timerEventDefinition><timeCycle>0 0 9 * * MON-FRI</timeCycle></timerEventDefinition>',
      { type: 'timer', cron: '0 0 9 * * MON-FRI' },
    ],
    [
      '<timerEventDefinition><timeDuration>wait</timeDuration></timerEventDefinition>',
      { type: 'timer', duration: { expression: 'wait' } },
    ],
    [
      '<conditionalEventDefinition><condition>n > 3</condition></conditionalEventDefinition>',
      { type: 'conditional', condition: 'n > 3' },
    ],
    ['<compensateEventDefinition activityRef="a"/>', { type: 'compensation', activity: 'a' }],
    ['<cancelEventDefinition/>', { type: 'cancel' }],
  ];
  test.each(CASES)('%s on a boundary', async (definition, event) => {
    const boundary = `<boundaryEvent id="b" attachedToRef="a">${definition}</boundaryEvent>`;
    expect(await nodeOf(`${boundary}<task id="a"/>`, roots)).toEqual({
      kind: 'boundary',
      id: 'b',
      attachedTo: 'a',
      on: [event],
    });
  });

  test('start, catch, throw and end events', async () => {
    const nodes = await nodesOf(
      '<startEvent id="s"/>' +
        '<startEvent id="t" isInterrupting="false"><signalEventDefinition signalRef="s1"/>' +
        '</startEvent>' +
        '<intermediateCatchEvent id="c"><linkEventDefinition name="L"/></intermediateCatchEvent>' +
        '<intermediateThrowEvent id="d"><linkEventDefinition name="L"/></intermediateThrowEvent>' +
        '<intermediateThrowEvent id="n"/>' +
        '<endEvent id="e"><terminateEventDefinition/></endEvent>',
      '<signal id="s1" name="go"/>',
    );
    expect(nodes).toEqual([
      { kind: 'start', id: 's' },
      { kind: 'start', id: 't', interrupting: false, on: [{ type: 'signal', name: 'go' }] },
      { kind: 'catch', id: 'c', on: [{ type: 'link', name: 'L' }] },
      { kind: 'throw', id: 'd', throws: [{ type: 'link', name: 'L' }] },
      { kind: 'throw', id: 'n' },
      { kind: 'end', id: 'e', throws: [{ type: 'terminate' }] },
    ]);
  });

  test('multiple and parallel multiple events, their definitions also by reference', async () => {
    const catches =
      '<intermediateCatchEvent id="c" parallelMultiple="true">' +
      '<signalEventDefinition signalRef="s"/><eventDefinitionRef>shared</eventDefinitionRef>' +
      '</intermediateCatchEvent>';
    const shared =
      '<timerEventDefinition id="shared"><timeDuration>P1D</timeDuration></timerEventDefinition>';
    expect(await nodeOf(catches, roots + shared)).toEqual({
      kind: 'catch',
      id: 'c',
      all: true,
      on: [
        { type: 'signal', name: 'alarm' },
        { type: 'timer', duration: 'P1D' },
      ],
    });
  });

  test('an event that lacks its definition waits for a message of its name, which is told', async () => {
    const xml = fileOf('<intermediateCatchEvent id="c" name="Reply"/>');
    const { process, told } = await readOne(xml);
    expect(process.nodes[0]).toMatchObject({ on: [{ type: 'message', name: 'Reply' }] });
    expect(told).toEqual(['warning missing-content c']);
  });
});

describe('gateways and flows', () => {
  test('gateways with their default flows and conditions', async () => {
    const { process, told } = await readOne(
      fileOf(
        '<exclusiveGateway id="x" default="f2"/><parallelGateway id="a"/>' +
          '<inclusiveGateway id="o"/><eventBasedGateway id="e"/>' +
          '<complexGateway id="c"><activationCondition>activationCount > 1</activationCondition>' +
          '</complexGateway>' +
          '<sequenceFlow id="f1" name="big" sourceRef="x" targetRef="a">' +
          '<conditionExpression xsi:type="tFormalExpression">n > 10</conditionExpression>' +
          '</sequenceFlow><sequenceFlow id="f2" sourceRef="x" targetRef="o"/>',
      ),
    );
    expect(told).toEqual([]);
    expect(process.nodes).toEqual([
      { kind: 'exclusive', id: 'x', default: 'f2' },
      { kind: 'parallel', id: 'a' },
      { kind: 'inclusive', id: 'o' },
      { kind: 'eventBased', id: 'e' },
      { kind: 'complex', id: 'c', activation: 'activationCount > 1' },
    ]);
    expect(process.flows).toEqual([
      { id: 'f1', name: 'big', from: 'x', to: 'a', condition: 'n > 10' },
      { id: 'f2', from: 'x', to: 'o' },
    ]);
  });

  test.each([
    ['language="https://www.omg.org/spec/DMN/20191111/FEEL/"', 'n > 1', 'n > 1', []],
    [
      'language="http://www.w3.org/1999/XPath"',
      '$n > 1',
      { language: 'http://www.w3.org/1999/XPath', text: '$n > 1' },
      ['warning expression f.conditionExpression'],
    ],
    ['language="juel"', '${n gt 1}', 'n > 1', []],
    ['', '${n > 1}', '${n > 1}', ['warning expression f.conditionExpression']],
  ])('a condition with %s', async (attributes, text, condition, expected) => {
    const { process, told } = await readOne(
      fileOf(
        '<task id="a"/><task id="b"/><sequenceFlow id="f" sourceRef="a" targetRef="b">' +
          `<conditionExpression xsi:type="tFormalExpression" ${attributes}>${text}` +
          '</conditionExpression></sequenceFlow>',
      ),
      { dialect: 'bpmn' },
    );
    expect(process.flows[0]?.condition).toEqual(condition);
    expect(told).toEqual(expected);
  });

  test('a flow that leads nowhere is left out, which is told', async () => {
    const xml = fileOf('<task id="a"/><sequenceFlow id="f" sourceRef="a" targetRef="gone"/>');
    const { process, told } = await readOne(xml);
    expect(process.flows).toEqual([]);
    expect(told).toEqual(['error unresolved-reference f', 'warning unresolved-reference f']);
  });
});

describe('sub-processes', () => {
  test('embedded, event, transaction and ad-hoc', async () => {
    const nodes = await nodesOf(
      '<subProcess id="a"><task id="a1"/></subProcess>' +
        '<subProcess id="b" triggeredByEvent="true"><startEvent id="b1"><errorEventDefinition/>' +
        '</startEvent></subProcess><transaction id="c"/>' +
        '<adHocSubProcess id="d" ordering="Sequential" cancelRemainingInstances="false">' +
        '<task id="d1"/><completionCondition>done</completionCondition></adHocSubProcess>',
    );
    expect(nodes).toMatchObject([
      { kind: 'subProcess', id: 'a', nodes: [{ id: 'a1' }], flows: [] },
      { id: 'b', type: 'event', nodes: [{ kind: 'start', on: [{ type: 'error' }] }] },
      { id: 'c', type: 'transaction', nodes: [] },
      {
        id: 'd',
        type: 'adHoc',
        adHoc: { ordering: 'sequential', until: 'done', cancelRemaining: false },
      },
    ]);
  });

  test('compensation: the association leads to the handler', async () => {
    const nodes = await nodesOf(
      '<task id="a"/><boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/>' +
        '</boundaryEvent><task id="undo" isForCompensation="true"/>' +
        '<association id="as" sourceRef="b" targetRef="undo" associationDirection="One"/>',
    );
    expect(nodes).toMatchObject([
      { id: 'a' },
      { id: 'b', on: [{ type: 'compensation' }], handler: 'undo' },
      { id: 'undo', undoes: true },
    ]);
  });
});

describe('lanes', () => {
  test('who has no candidates is offered to the lane, an inner lane before the one around it', async () => {
    const lanes =
      '<laneSet id="ls"><lane id="l1" name="Sales"><flowNodeRef>a</flowNodeRef>' +
      '<flowNodeRef>b</flowNodeRef><childLaneSet id="cs"><lane id="l2" name="Field">' +
      '<flowNodeRef>b</flowNodeRef></lane></childLaneSet></lane></laneSet>';
    const { process, diagnostics } = await readOne(
      fileOf(`${lanes}<userTask id="a"/><userTask id="b"/><task id="c"/>`),
    );
    expect(process.nodes).toMatchObject([
      { work: { candidateGroups: ['Sales'] } },
      { work: { candidateGroups: ['Field'] } },
      { id: 'c' },
    ]);
    expect(diagnostics).toMatchObject([{ code: 'rewritten', severity: 'note', path: 'p' }]);
  });
});

describe('instantiate', () => {
  const roots = '<message id="m" name="M"/><message id="n" name="N"/>';

  test('a receive task that starts instances says so', async () => {
    expect(await nodeOf('<receiveTask id="r" instantiate="true" messageRef="m"/>', roots)).toEqual({
      kind: 'receive',
      id: 'r',
      message: 'M',
      instantiate: true,
    });
  });

  test.each([
    ['', 'exclusive'],
    [' eventGatewayType="Exclusive"', 'exclusive'],
    [' eventGatewayType="Parallel"', 'parallel'],
  ])('a gateway that starts instances awaits one event or all: %s', async (type, instantiate) => {
    const { process, told } = await readOne(
      fileOf(
        `<eventBasedGateway id="g" instantiate="true"${type}/>` +
          '<intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/>' +
          '</intermediateCatchEvent><receiveTask id="r" messageRef="n"/><task id="t"/>' +
          '<sequenceFlow id="f1" sourceRef="g" targetRef="c"/>' +
          '<sequenceFlow id="f2" sourceRef="g" targetRef="r"/>' +
          '<sequenceFlow id="f3" sourceRef="c" targetRef="t"/>',
        roots,
      ),
    );
    expect(told).toEqual([]);
    expect(process.nodes[0]).toEqual({ kind: 'eventBased', id: 'g', instantiate });
    expect(process.nodes.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'eventBased g',
      'catch c',
      'receive r',
      'task t',
    ]);
    expect(process.flows.map(({ id }) => id)).toEqual(['f1', 'f2', 'f3']);
  });

  test('one with incoming flows only waits, which is told', async () => {
    const { process, told } = await readOne(
      fileOf(
        '<task id="a"/><receiveTask id="r" instantiate="true" messageRef="m"/>' +
          '<sequenceFlow id="f" sourceRef="a" targetRef="r"/>',
        roots,
      ),
    );
    expect(process.nodes[1]).toMatchObject({ kind: 'receive' });
    expect(told).toEqual(['error unsupported-attribute r']);
  });
});

describe('nothing is dropped in silence', () => {
  test('what a definition cannot say is told, and stays in the document', async () => {
    const xml = file(
      '<collaboration id="c"><participant id="pa" processRef="p"/></collaboration>' +
        '<process id="p" processType="Public"><task id="a" xmlns:v="urn:v" v:cost="3">' +
        '<extensionElements><v:price currency="EUR">12</v:price></extensionElements></task>' +
        '<dataObject id="d"/><textAnnotation id="t"><text>Hm.</text></textAnnotation></process>',
    );
    const { document, diagnostics } = await readBpmn(xml);
    expect(
      diagnostics.map(({ severity, code, path }) => `${severity} ${code} ${path}`).toSorted(),
    ).toEqual([
      'note unknown-extension a',
      'note unknown-extension a.extensionElements.v:price',
      'note unsupported-attribute p',
      'note unsupported-element c',
      'note unsupported-element d',
      'note unsupported-element t',
    ]);
    const kept = JSON.stringify(document);
    for (const text of ['"v:cost":"3"', '"currency":"EUR"', '"12"', 'Hm.', '"processRef":"p"']) {
      expect(kept).toContain(text);
    }
  });

  test('an empty process is no definition', async () => {
    const { processes, diagnostics } = await readBpmn(file('<process id="p"/>'));
    expect(processes).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: 'missing-content', severity: 'note', path: 'p' }]);
  });
});
