import { afterEach, describe, expect, it, vi } from 'vitest';
import { chooseRests } from '../../../runtime/bulk/input/rests.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a rest while ids are read', () => {
  it('comes often where it costs little, and lets what is due run first', async () => {
    const { everyIds, rest } = chooseRests();
    expect(everyIds).toBe(128);
    let hasRun = false;
    setImmediate(() => (hasRun = true));
    await rest();
    expect(hasRun).toBe(true);
  });

  it('is a timer, and rare, on a platform that has nothing else', async () => {
    vi.stubGlobal('setImmediate', undefined);
    const { everyIds, rest } = chooseRests();
    expect(everyIds).toBe(4096);
    let hasRun = false;
    setTimeout(() => (hasRun = true), 0);
    await rest();
    expect(hasRun).toBe(true);
  });
});
