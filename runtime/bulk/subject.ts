import type { DeletionBehaviour } from '../behaviour.js';
import { stateOf, type Connection } from '../connection.js';
import { findPart, type DeletionPart, type PartOf } from '../part.js';
import type { Subject } from './context.js';
import { configurationError } from './errors.js';
import { idFormatOf, idParser } from './input/ids.js';
import { describeTarget, readTarget } from './target.js';

/** What holds for every run on one target. Throws `CONFIGURATION` for a target, or a table, that cannot be. */
export function createSubject(connection: Connection, behaviour: DeletionBehaviour, given: object): Subject {
  const { provider } = stateOf(connection);
  const { job, readBack, count } = behaviour;
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
    jobs: job === null ? null : needPart(behaviour, 'deletionJobs'),
    reads: readBack === null && count === null ? null : needPart(behaviour, 'rowReads'),
  };
}

function needPart<Name extends DeletionPart['name']>(behaviour: DeletionBehaviour, name: Name): PartOf<Name> {
  const part = findPart(behaviour, name);
  if (part !== undefined) return part;
  const { provider, name: table } = behaviour;
  throw configurationError(
    provider,
    `The table of ${table} does not use ${name}; generate the package anew.`,
  );
}
