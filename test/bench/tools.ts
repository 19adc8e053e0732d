/** Every tool of the bench, in the order in which a round runs them. */
import { ours } from './ours.js';
import { peers } from './peers.js';
import type { Tool } from './tool.js';

/** The peer to which ratios are taken. */
export const base = 'openapi-typescript';

/** Ours first, then the peers. */
export const tools: readonly Tool[] = [ours, ...peers];
