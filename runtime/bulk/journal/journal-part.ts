/** What runs do with a journal. Only a journal leads here, so a program that has none does not carry it. */
import type { Subject } from '../context.js';
import type { EngineParts } from '../engine.js';
import { newJournal } from './journal.js';
import { checkJournal } from './journal-option.js';
import type { JournalOptions } from './journal-types.js';
import type { RunRecorder } from '../recorder.js';
import { resumeRun, type ResumeRequest } from './resume-run.js';
import type { Settings } from '../settings.js';

/** What runs need of a journal beside the place where it is kept. There is one: `journalPart`. */
export interface JournalPart {
  /** Throws `CONFIGURATION` for options that cannot be. */
  readonly check: (provider: string, journal: JournalOptions) => void;
  /** Writes a new run down. */
  readonly record: (subject: Subject, settings: Settings, journal: JournalOptions) => RunRecorder;
  /** What a run is made of that goes on with what a journal holds. */
  readonly resume: (request: ResumeRequest) => EngineParts;
}

/**
 * Writes runs into a journal and goes on with them. `openJournal` has it; a store of your own says so:
 * `part: journalPart`.
 */
export const journalPart: JournalPart = { check: checkJournal, record: newJournal, resume: resumeRun };
