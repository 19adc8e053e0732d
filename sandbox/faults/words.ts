/** The words in which each provider refuses, taken from its pages, so that one plan serves all of them. */
import type { Answer, ProviderName } from '../message.js';
import { answerDetail, answerProblem } from '../providers/fastapi.js';
import type { RefusalWord } from './plan.js';

type Words = Readonly<Record<RefusalWord, Answer>> & {
  /** The ids at these positions are wrong. */
  readonly badIds: (positions: readonly number[]) => Answer;
};

const coded = (code: number): Answer => ({ status: 200, body: { code, message: 'refused' } });
const plain = (status: number): Answer => ({ status, body: { status, message: 'no' } });

/** 422 with the place of each bad element, where the service is FastAPI. */
function frameworkWords(list: string): Words {
  return {
    login: answerDetail(401, 'Not authenticated'),
    permission: answerDetail(403, 'Forbidden'),
    target: answerDetail(404, 'Not found'),
    inside: { status: 500 },
    quota: answerDetail(402, { error: 'plan_required' }),
    vague: { status: 400, body: {} },
    tooLarge: { status: 413 },
    tooManyItems: answerProblem(['body', list], 'List should have at most 3 items', 'too_long'),
    badIds: (positions) =>
      answerDetail(
        422,
        positions.map((position) => ({ type: 'odd', loc: ['body', list, position], msg: 'Odd id' })),
      ),
  };
}

const codedWords: Words = {
  login: coded(40127),
  permission: coded(403131),
  target: coded(403106),
  inside: coded(50000),
  quota: coded(40379),
  vague: coded(40000),
  tooLarge: { status: 413 },
  tooManyItems: coded(40000),
  badIds: () => coded(40000),
};

const words: Readonly<Record<ProviderName, Words>> = {
  extruct: frameworkWords('rows'),
  altatech: codedWords,
  gptbots: codedWords,
  minimal: {
    login: plain(401),
    permission: plain(403),
    target: plain(404),
    inside: { status: 500 },
    quota: { status: 402 },
    vague: plain(417),
    tooLarge: { status: 414 },
    tooManyItems: plain(400),
    badIds: () => plain(400),
  },
  splendor: frameworkWords('record_ids'),
};

/** The answer with which a provider refuses. */
export function refuseInWords(provider: ProviderName, word: RefusalWord): Answer {
  return words[provider][word];
}

/** The answer with which a provider refuses the ids at these positions: named where it can, else vague. */
export function refuseIds(provider: ProviderName, positions: readonly number[]): Answer {
  return words[provider].badIds(positions);
}
