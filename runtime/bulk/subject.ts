import type { DeletionBehaviour } from '../behaviour.js';
import { stateOf, type Connection } from '../connection.js';
import type { Subject } from './context.js';
import { idFormatOf, idParser } from './ids.js';
import { describeTarget, readTarget } from './target.js';

/** What holds for every run on one target. Throws `CONFIGURATION` for a target that cannot be. */
export function createSubject(connection: Connection, behaviour: DeletionBehaviour, given: object): Subject {
  const { provider } = stateOf(connection);
  const target = readTarget(behaviour, given);
  const format = idFormatOf(behaviour, target);
  return {
    connection,
    provider,
    behaviour,
    target,
    targetText: describeTarget(behaviour, target),
    format,
    parseId: idParser(format, behaviour.ids),
  };
}
