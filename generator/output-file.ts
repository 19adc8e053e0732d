/** One file of a package, not yet on disk. `path` is relative to the package, with forward slashes. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}
