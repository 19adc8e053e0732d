import type { JsonObject } from '../../load/document.js';
import type { Direction } from '../shape-types.js';

/** A schema with an `$id`: references below it are read against it (JSON Schema 2020-12, core, section 8.2.1). */
export interface Resource {
  readonly uri: string;
  readonly value: JsonObject;
}

/** Who reaches a schema, as bits, so that a fix-point is a few machine words. */
export const reached = {
  request: 1,
  answer: 2,
  /** As a body, or a part of one, in which bytes are sent as they are. */
  requestBytes: 4,
} as const;

export const byRequests: number = reached.request | reached.requestBytes;
export const byAnswers: number = reached.answer;

/** How a type leads to another before TypeScript has looked into an object: such circles are errors. */
export type Eagerness = 'none' | 'all' | 'any';

export interface Edge {
  readonly target: Unit;
  /** The bits that pass: a read-only property is no part of requests. */
  readonly passes: number;
  readonly eager: Eagerness;
}

/** Where an enum stands, to tell later whether it is the property that tells the members of a union apart. */
export interface EnumSite {
  readonly holders: readonly JsonObject[];
  readonly property: string | null;
  /** Null: the enum stands here itself; else it is this one, if it turns out to be one. */
  readonly target: Unit | null;
}

/**
 * A schema that a reference leads to, or where an operation begins: the pieces that the types are cut into. Everything
 * of a unit but its value is found out step by step while the description is walked.
 */
export class Unit {
  readonly value: JsonObject;
  readonly pointer: string;
  /** What its author calls it; null: it is known by its place alone. */
  readonly key: string | null;
  readonly resource: Resource | null;
  readonly edges: Edge[] = [];
  readonly enums: EnumSite[] = [];
  /** Schemas in it, itself included. */
  size = 0;
  /** Parameters, bodies and answers that begin here. */
  begins = 0;
  references = 0;
  reach = 0;
  hasBytes = false;
  /** The anchors that it refers to dynamically: its users may say what stands there. */
  anchors: Set<string> | null = null;
  /** Its request form and its answer form differ. */
  differs = false;
  named: boolean;
  /** Circles of eager edges that it is a part of; 0: none. `anyCircle` counts only alternatives and plain references. */
  circle = 0;
  anyCircle = 0;
  answerName = '';
  requestName = '';

  constructor(place: {
    value: JsonObject;
    pointer: string;
    key: string | null;
    resource: Resource | null;
    named: boolean;
  }) {
    this.value = place.value;
    this.pointer = place.pointer;
    this.key = place.key;
    this.resource = place.resource;
    this.named = place.named;
  }

  /** Both forms exist and are not the same. */
  get isSplit(): boolean {
    return this.differs && (this.reach & byRequests) !== 0 && (this.reach & byAnswers) !== 0;
  }

  /** The direction in which it is written down first: an answer, unless only requests reach it. */
  get direction(): Direction {
    return (this.reach & byAnswers) === 0 && (this.reach & byRequests) !== 0 ? 'request' : 'answer';
  }

  nameFor(direction: Direction): string {
    return direction === 'request' ? this.requestName : this.answerName;
  }
}
