/** UUIDs for what counts and compares them. */

/** Those of four successive numbers differ in one each of their four words, and in nothing else. */
export function uuidOf(index: number): string {
  const digits = (Math.floor(index / 4) + 1).toString(16).padStart(8, '0');
  const [high, low] = [digits.slice(0, 4), digits.slice(4)];
  switch (index % 4) {
    case 0:
      return `${digits}-0000-0000-0000-000000000000`;
    case 1:
      return `00000000-${high}-${low}-0000-000000000000`;
    case 2:
      return `00000000-0000-0000-${high}-${low}00000000`;
    default:
      return `00000000-0000-0000-0000-0000${digits}`;
  }
}
