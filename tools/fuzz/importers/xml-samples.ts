/** A process and a chart as XML, with one of most things that files have. */

/** BPMN with extensions, a sub-process, events, and a diagram. */
export const bpmnXml = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
    xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
  xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="defs" targetNamespace="urn:orders">
  <bpmn:message id="m" name="paid"/><bpmn:error id="e" name="failed" errorCode="E1"/>
  <bpmn:process id="order" name="Order" isExecutable="true">
    <bpmn:documentation>From order to cash.</bpmn:documentation>
    <bpmn:laneSet id="lanes"><bpmn:lane id="l1" name="Sales">
      <bpmn:flowNodeRef>check</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
    <bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="check" name="Check" camunda:assignee="\${clerk}"
      camunda:candidateGroups="a,b" camunda:dueDate="P2D">
      <bpmn:extensionElements>
        <camunda:formData><camunda:formField id="ok" label="OK?" type="boolean"
          defaultValue="true"/></camunda:formData>
        <camunda:inputOutput><camunda:inputParameter
          name="x">\${total * 2}</camunda:inputParameter></camunda:inputOutput>
      </bpmn:extensionElements>
      <bpmn:multiInstanceLoopCharacteristics isSequential="true"
        camunda:collection="items" camunda:elementVariable="item">
        <bpmn:completionCondition
          xsi:type="bpmn:tFormalExpression">\${loopCounter >= 2}</bpmn:completionCondition>
      </bpmn:multiInstanceLoopCharacteristics>
    </bpmn:userTask>
    <bpmn:boundaryEvent id="late" attachedToRef="check" cancelActivity="false">
      <bpmn:timerEventDefinition>
        <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1H</bpmn:timeDuration>
          </bpmn:timerEventDefinition>
    </bpmn:boundaryEvent>
    <bpmn:exclusiveGateway id="way" default="f4"/>
    <bpmn:subProcess id="sub">
      <bpmn:startEvent id="s1"/>
        <bpmn:serviceTask id="charge" camunda:type="external" camunda:topic="charge"/>
      <bpmn:endEvent id="s2"><bpmn:errorEventDefinition errorRef="e"/></bpmn:endEvent>
      <bpmn:sequenceFlow id="g1" sourceRef="s1" targetRef="charge"/>
        <bpmn:sequenceFlow id="g2" sourceRef="charge" targetRef="s2"/>
    </bpmn:subProcess>
    <bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition messageRef="m"/>
      </bpmn:intermediateCatchEvent>
    <bpmn:scriptTask id="script" scriptFormat="feel" camunda:resultVariable="r"><bpmn:script>
      <![CDATA[ 1 + total ]]></bpmn:script></bpmn:scriptTask>
    <bpmn:endEvent id="end"/>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="check"/>
    <bpmn:sequenceFlow id="f2" sourceRef="check" targetRef="way"/>
    <bpmn:sequenceFlow id="f3" sourceRef="way" targetRef="sub">
      <bpmn:conditionExpression
        xsi:type="bpmn:tFormalExpression">\${total &gt; 100}</bpmn:conditionExpression>
          </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f4" sourceRef="way" targetRef="wait"/>
    <bpmn:sequenceFlow id="f5" sourceRef="sub" targetRef="script"/>
    <bpmn:sequenceFlow id="f6" sourceRef="wait" targetRef="script"/>
    <bpmn:sequenceFlow id="f7" sourceRef="script" targetRef="end"/>
    <bpmn:sequenceFlow id="f8" sourceRef="late" targetRef="end"/>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="p" bpmnElement="order">
    <bpmndi:BPMNShape id="d1" bpmnElement="start">
      <dc:Bounds x="10" y="20" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="d2" bpmnElement="check">
      <dc:Bounds x="100" y="0" width="100" height="80"/></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="d3" bpmnElement="f1"><di:waypoint x="46" y="38"/>
      <di:waypoint x="100" y="38"/></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;

/** SCXML with data, parallel states, history, sends and a choice. */
export const scxml = `<?xml version="1.0"?>
<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="door"
  datamodel="feel" initial="shut">
  <datamodel><data id="count" expr="0"/><data id="limits">{"most": 3}</data></datamodel>
  <state id="shut">
    <onentry><log label="shut" expr="count"/><send event="tick" delay="2s" id="s1">
      <param name="n" expr="count"/></send></onentry>
    <transition event="open" cond="count &lt; 3" target="ajar">
      <assign location="count" expr="count + 1"/></transition>
    <transition event="open.force" target="both"/>
    <onexit><cancel sendid="s1"/></onexit>
  </state>
  <state id="ajar">
    <history id="h" type="deep"><transition target="wide"/></history>
    <initial><transition target="h"/></initial>
    <state id="narrow"><transition event="push" target="wide"/></state>
    <state id="wide">
      <onentry>
        <if cond="count = 1"><raise event="first"/><elseif cond="count = 2"/>
          <raise event="second"/><else/><raise event="more"/></if>
        <foreach array="[1, 2]" item="i" index="n"><log expr="i"/></foreach>
      </onentry>
    </state>
    <transition event="close" target="shut"/>
  </state>
  <parallel id="both">
    <state id="left"><transition event="*" target="done"/></state>
    <state id="right"><invoke type="scxml" id="inner"><content><scxml initial="a"><state id="a"/>
      </scxml></content></invoke></state>
  </parallel>
  <final id="done"><donedata><content expr="count"/></donedata></final>
</scxml>`;
