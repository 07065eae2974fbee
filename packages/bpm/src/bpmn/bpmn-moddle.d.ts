/**
 * The part of `bpmn-moddle` that is called here. The package publishes types of its BPMN elements,
 * but none of its reader.
 */
declare module 'bpmn-moddle' {
  /** A property of a BPMN type, as the meta-model has it. */
  export interface ModdleProperty {
    readonly name: string;
    readonly type: string;
    readonly isMany?: boolean;
    readonly isReference?: boolean;
    readonly isVirtual?: boolean;
    readonly default?: string | number | boolean;
  }

  /** An element in memory: properties by name, foreign attributes in `$attrs`. */
  export interface ModdleElement {
    readonly $type: string;
    readonly $attrs?: Record<string, string>;
    readonly $parent?: ModdleElement;
    $children?: ModdleElement[];
    $body?: string;
    readonly $descriptor: {
      readonly isGeneric?: boolean;
      readonly ns: { readonly prefix?: string; readonly uri?: string };
      readonly properties?: readonly ModdleProperty[];
    };
    set(name: string, value: unknown): void;
    readonly [property: string]: unknown;
  }

  /** A reference as it stood in the text; `property` is prefixed. */
  export interface ModdleReference {
    readonly element: ModdleElement;
    readonly property: string;
    readonly id: string;
  }

  /** Something that was read otherwise than written. */
  export interface ModdleWarning {
    readonly message: string;
    readonly element?: ModdleElement;
    readonly property?: string;
    readonly value?: string;
  }

  /** What reading gives. */
  export interface ModdleResult {
    readonly rootElement: ModdleElement;
    readonly references: readonly ModdleReference[];
    readonly warnings: readonly ModdleWarning[];
  }

  /** Reads and writes BPMN 2.0 XML. */
  export class BpmnModdle {
    constructor(packages?: object, options?: { nsMap?: Record<string, string> });
    /** The options go into the reader itself, and so may take the place of its methods. */
    fromXML(xml: string, typeName?: string, options?: object): Promise<ModdleResult>;
    toXML(element: ModdleElement, options?: { format?: boolean }): Promise<{ xml: string }>;
    create(type: string): ModdleElement;
    createAny(name: string, uri: string, attributes?: Record<string, string>): ModdleElement;
  }
}
