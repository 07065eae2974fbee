/**
 * The extensions of Camunda 7, Zeebe and Flowable.
 */
import { readBpmn } from '@kontor/bpm/bpmn-xml';
import { describe, expect, test } from 'vitest';
import { fileOf, nodeOf, readOne } from './xml.ts';

const extended = (content: string): string => `<extensionElements>${content}</extensionElements>`;

describe('camunda7', () => {
  test.each([
    [
      'an external task has the type of its topic',
      '<serviceTask id="a" camunda:type="external" camunda:topic="charge"/>',
      { kind: 'service', type: 'charge' },
    ],
    [
      'a delegate expression is a type',
      '<serviceTask id="a" camunda:delegateExpression="${chargeCard}"/>',
      { kind: 'service', type: 'chargeCard' },
    ],
    [
      'a class is a type',
      '<serviceTask id="a" camunda:class="com.acme.Charge"/>',
      { kind: 'service', type: 'com.acme.Charge' },
    ],
    [
      'a retry cycle is a retry rule',
      `<serviceTask id="a" camunda:topic="t">${extended(
        '<camunda:failedJobRetryTimeCycle>R5/PT10M</camunda:failedJobRetryTimeCycle>',
      )}</serviceTask>`,
      { retry: { attempts: 5, pause: 'PT10M' } },
    ],
    [
      'inputs and outputs are mappings',
      `<serviceTask id="a" camunda:topic="t">${extended(
        '<camunda:inputOutput>' +
          '<camunda:inputParameter name="x">${order.total * 2}</camunda:inputParameter>' +
          '<camunda:inputParameter name="y">fix</camunda:inputParameter>' +
          '<camunda:outputParameter name="z">${result}</camunda:outputParameter>' +
          '</camunda:inputOutput>',
      )}</serviceTask>`,
      {
        in: [
          { from: 'order.total * 2', to: 'x' },
          { from: '"fix"', to: 'y' },
        ],
        out: [{ from: 'result', to: 'z' }],
      },
    ],
    [
      'a send task with a topic is a service',
      '<sendTask id="a" camunda:type="external" camunda:topic="mail"/>',
      { kind: 'service', type: 'mail' },
    ],
    [
      'a decision and the variable of its result',
      '<businessRuleTask id="a" camunda:decisionRef="discount" camunda:resultVariable="rate"/>',
      { kind: 'businessRule', decision: 'discount', result: 'rate' },
    ],
    [
      'a script in JUEL is FEEL',
      '<scriptTask id="a" scriptFormat="juel" camunda:resultVariable="n">' +
        '<script>${a + 1}</script></scriptTask>',
      { kind: 'script', script: 'a + 1', result: 'n' },
    ],
    [
      'a user task and its people',
      '<userTask id="a" camunda:assignee="${boss}" camunda:candidateUsers="kim, lee"' +
        ' camunda:candidateGroups="sales" camunda:dueDate="P3D" camunda:followUpDate="${later}"' +
        ' camunda:priority="70"/>',
      {
        work: {
          assignee: { expression: 'boss' },
          candidateUsers: ['kim', 'lee'],
          candidateGroups: ['sales'],
          due: 'P3D',
          followUp: { expression: 'later' },
          priority: 70,
        },
      },
    ],
    [
      'form fields are a JSON Schema',
      `<userTask id="a">${extended(
        '<camunda:formData><camunda:formField id="n" label="Number" type="long">' +
          '<camunda:validation><camunda:constraint name="required"/></camunda:validation>' +
          '</camunda:formField><camunda:formField id="c" type="enum">' +
          '<camunda:value id="red" name="Red"/></camunda:formField></camunda:formData>',
      )}</userTask>`,
      {
        work: {
          form: {
            type: 'object',
            required: ['n'],
            properties: {
              n: { type: 'integer', title: 'Number' },
              c: { type: 'string', enum: ['red'] },
            },
          },
        },
      },
    ],
    [
      'a call hands over what it names, and nothing else',
      `<callActivity id="a" calledElement="pay" camunda:calledElementBinding="versionTag"` +
        ` camunda:calledElementVersionTag="v2">${extended(
          '<camunda:in source="total" target="amount"/>' +
            '<camunda:in sourceExpression="${a * 2}" target="b"/>',
        )}</callActivity>`,
      {
        process: 'pay',
        version: 'v2',
        in: [
          { from: 'total', to: 'amount' },
          { from: 'a * 2', to: 'b' },
        ],
        out: [],
      },
    ],
    [
      'a repetition over a variable',
      '<task id="a"><multiInstanceLoopCharacteristics camunda:collection="lines"' +
        ' camunda:elementVariable="line"><completionCondition>${nrOfCompletedInstances == 2}' +
        '</completionCondition></multiInstanceLoopCharacteristics></task>',
      {
        many: {
          mode: 'parallel',
          collection: 'lines',
          item: 'line',
          until: 'nrOfCompletedInstances = 2',
        },
      },
    ],
  ])('%s', async (_, xml, node) => {
    expect(await nodeOf(xml, '', { dialect: 'camunda7' })).toMatchObject(node);
  });

  test('a call of all variables sees those around it', async () => {
    const call = `<callActivity id="a" calledElement="pay">${extended(
      '<camunda:in variables="all"/><camunda:out variables="all"/>',
    )}</callActivity>`;
    expect(await nodeOf(call)).toEqual({ kind: 'call', id: 'a', process: 'pay' });
  });

  test('a method that is called is a type, its arguments are told', async () => {
    const { process, told } = await readOne(
      fileOf('<serviceTask id="a" camunda:expression="${cards.charge(order)}"/>'),
    );
    expect(process.nodes[0]).toMatchObject({ kind: 'service', type: 'cards.charge' });
    expect(told).toEqual(['warning rewritten a']);
  });

  test('what has no counterpart is told', async () => {
    const { told, diagnostics, process } = await readOne(
      fileOf(
        `<userTask id="a" camunda:formKey="embedded:f.html">${extended(
          '<camunda:taskListener event="create" class="L"/>' +
            '<camunda:inputOutput><camunda:inputParameter name="l"><camunda:list/>' +
            '</camunda:inputParameter></camunda:inputOutput>',
        )}</userTask><serviceTask id="b" camunda:topic="t" camunda:asyncBefore="true">${extended(
          '<camunda:failedJobRetryTimeCycle>${r}</camunda:failedJobRetryTimeCycle>',
        )}</serviceTask>`,
        '',
        'camunda:versionTag="v3" camunda:historyTimeToLive="P1D"',
      ),
    );
    expect(process.version).toBe('v3');
    expect(told.toSorted()).toEqual([
      'warning unknown-extension a',
      'warning unknown-extension a.extensionElements.camunda:inputOutput.camunda:inputParameter.camunda:list',
      'warning unknown-extension a.extensionElements.camunda:taskListener',
      'warning unknown-extension b.extensionElements.camunda:failedJobRetryTimeCycle',
    ]);
    const notes = diagnostics.filter(({ severity }) => severity === 'note');
    expect(notes.map(({ path }) => path).toSorted()).toEqual(['b', 'p']);
  });

  test('a prefix of its own means the same', async () => {
    const xml = fileOf('<serviceTask id="a" c7:topic="t"/>').replaceAll(
      'xmlns:camunda=',
      'xmlns:c7=',
    );
    expect((await readOne(xml)).process.nodes[0]).toMatchObject({ kind: 'service', type: 't' });
  });
});

describe('zeebe', () => {
  test.each([
    [
      'a task definition',
      `<serviceTask id="a">${extended(
        '<zeebe:taskDefinition type="charge" retries="5"/><zeebe:ioMapping>' +
          '<zeebe:input source="=order.total * 2" target="amount"/>' +
          '<zeebe:output source="=id" target="payment"/></zeebe:ioMapping>',
      )}</serviceTask>`,
      {
        kind: 'service',
        type: 'charge',
        retry: { attempts: 5 },
        in: [{ from: 'order.total * 2', to: 'amount' }],
        out: [{ from: 'id', to: 'payment' }],
      },
    ],
    [
      'a user task',
      `<userTask id="a">${extended(
        '<zeebe:userTask/><zeebe:assignmentDefinition assignee="=boss" candidateUsers="kim, lee"' +
          ' candidateGroups="=groups"/><zeebe:taskSchedule dueDate="=now() + duration(&#34;P1D&#34;)"/>' +
          '<zeebe:priorityDefinition priority="60"/>',
      )}</userTask>`,
      {
        work: {
          assignee: { expression: 'boss' },
          candidateUsers: ['kim', 'lee'],
          candidateGroups: { expression: 'groups' },
          due: { expression: 'now() + duration("P1D")' },
          priority: 60,
        },
      },
    ],
    [
      'a script',
      `<scriptTask id="a">${extended(
        '<zeebe:script expression="=a + 1" resultVariable="n"/>',
      )}</scriptTask>`,
      { kind: 'script', script: 'a + 1', result: 'n' },
    ],
    [
      'a decision',
      `<businessRuleTask id="a">${extended(
        '<zeebe:calledDecision decisionId="discount" resultVariable="rate"/>',
      )}</businessRuleTask>`,
      { kind: 'businessRule', decision: 'discount', result: 'rate' },
    ],
    [
      'a call',
      `<callActivity id="a">${extended(
        '<zeebe:calledElement processId="pay" propagateAllChildVariables="false"' +
          ' bindingType="versionTag" versionTag="v2"/>',
      )}</callActivity>`,
      { kind: 'call', process: 'pay', version: 'v2', out: [] },
    ],
    [
      'a repetition, whose counter counts from 1',
      `<scriptTask id="a">${extended('<zeebe:script expression="=&#34;loopCounter&#34; + string(loopCounter)" resultVariable="r"/>')}` +
        `<multiInstanceLoopCharacteristics>${extended(
          '<zeebe:loopCharacteristics inputCollection="=lines" inputElement="line"' +
            ' outputCollection="results" outputElement="=r"/>',
        )}</multiInstanceLoopCharacteristics></scriptTask>`,
      {
        script: '"loopCounter" + string((loopCounter + 1))',
        many: {
          mode: 'parallel',
          collection: 'lines',
          item: 'line',
          output: { from: 'r', to: 'results' },
        },
      },
    ],
    [
      'an ad-hoc sub-process',
      `<adHocSubProcess id="a">${extended('<zeebe:adHoc activeElementsCollection="=todo"/>')}` +
        '<task id="b"/></adHocSubProcess>',
      { type: 'adHoc', adHoc: { activate: 'todo' } },
    ],
  ])('%s', async (_, xml, node) => {
    expect(await nodeOf(xml, '', { dialect: 'zeebe' })).toMatchObject(node);
  });

  test('the correlation key stands on the message', async () => {
    const roots = `<message id="m" name="paid">${extended(
      '<zeebe:subscription correlationKey="=orderId"/>',
    )}</message>`;
    const node = await nodeOf('<receiveTask id="r" messageRef="m"/>', roots, { dialect: 'zeebe' });
    expect(node).toEqual({ kind: 'receive', id: 'r', message: 'paid', key: 'orderId' });
  });

  test('conditions and timers are marked by an equals sign', async () => {
    const { process, told } = await readOne(
      fileOf(
        '<intermediateCatchEvent id="a"><timerEventDefinition><timeDuration>=wait</timeDuration>' +
          '</timerEventDefinition></intermediateCatchEvent><task id="b"/>' +
          '<sequenceFlow id="f" sourceRef="a" targetRef="b"><conditionExpression>=n > 1' +
          '</conditionExpression></sequenceFlow>',
      ),
      { dialect: 'zeebe' },
    );
    expect(told).toEqual([]);
    expect(process.nodes[0]).toMatchObject({ on: [{ duration: { expression: 'wait' } }] });
    expect(process.flows[0]).toMatchObject({ condition: 'n > 1' });
  });

  test('headers have no counterpart', async () => {
    const { told } = await readOne(
      fileOf(
        `<serviceTask id="a">${extended(
          '<zeebe:taskDefinition type="t"/><zeebe:taskHeaders><zeebe:header key="k" value="v"/>' +
            '</zeebe:taskHeaders>',
        )}</serviceTask>`,
      ),
    );
    expect(told).toEqual(['warning unknown-extension a.extensionElements.zeebe:taskHeaders']);
  });
});

describe('flowable', () => {
  test.each([
    [
      'an external worker',
      '<serviceTask id="a" flowable:type="external-worker" flowable:topic="charge"/>',
      { kind: 'service', type: 'charge' },
    ],
    [
      'a task that Flowable brings',
      '<serviceTask id="a" flowable:type="mail"/>',
      { kind: 'service', type: 'mail' },
    ],
    [
      'a decision task',
      `<serviceTask id="a" flowable:type="dmn">${extended(
        '<flowable:field name="decisionTableReferenceKey"><flowable:string>discount' +
          '</flowable:string></flowable:field>',
      )}</serviceTask>`,
      { kind: 'businessRule', decision: 'discount' },
    ],
    [
      'a user task',
      `<userTask id="a" flowable:assignee="$INITIATOR" flowable:candidateGroups="sales">${extended(
        '<flowable:formProperty id="n" name="Number" type="long" required="true"/>',
      )}</userTask>`,
      {
        work: {
          assignee: '$INITIATOR',
          candidateGroups: ['sales'],
          form: {
            type: 'object',
            required: ['n'],
            properties: { n: { type: 'integer', title: 'Number' } },
          },
        },
      },
    ],
  ])('%s', async (_, xml, node) => {
    expect(await nodeOf(xml, '', { dialect: 'flowable' })).toMatchObject(node);
  });
});

describe('dialect', () => {
  // Two elements of Zeebe's against one attribute of Camunda's.
  const both =
    '<serviceTask id="a" camunda:topic="seven">' +
    extended(
      '<zeebe:taskDefinition type="eight"/><zeebe:ioMapping><zeebe:input source="=x" target="y"/></zeebe:ioMapping>',
    ) +
    '</serviceTask>';
  test.each([
    ['zeebe', 'eight', ['warning unknown-extension a']],
    [
      'camunda7',
      'seven',
      [
        'warning unknown-extension a.extensionElements.zeebe:taskDefinition',
        'warning unknown-extension a.extensionElements.zeebe:ioMapping',
      ],
    ],
    [undefined, 'eight', ['warning unknown-extension a']],
  ] as const)('%s reads its own and tells the others', async (dialect, type, expected) => {
    const { process, told } = await readOne(fileOf(both), dialect === undefined ? {} : { dialect });
    expect(process.nodes[0]).toMatchObject({ type });
    expect(told).toEqual(expected);
  });

  test('bpmn reads none', async () => {
    const { diagnostics } = await readBpmn(fileOf(both), { dialect: 'bpmn' });
    expect(diagnostics.map(({ code }) => code)).toEqual([
      'missing-content',
      'unknown-extension',
      'unknown-extension',
      'unknown-extension',
    ]);
  });
});
