/** What is known of a code, whatever the case at hand. */
export interface CodeEntry {
  readonly severity: 'error' | 'warning';
  /** What the code stands for. */
  readonly title: string;
  /** What to do next, when the case has no better advice. */
  readonly help: string;
}
