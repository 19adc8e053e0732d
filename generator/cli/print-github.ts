import { relative, resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics.js';
import { escapeText } from './print.js';

/**
 * One diagnostic as a command that a workflow of GitHub shows beside the line. Ends with a line end.
 *
 * The grammar and its escapes: https://docs.github.com/actions/reference/workflow-commands-for-github-actions and, for
 * the escapes, https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
 *
 * @param workspace the folder from which GitHub counts paths; null when it is the current folder
 */
export function printGithubCommand(
  { code, severity, message, place, help }: Diagnostic,
  workspace: string | null,
): string {
  const properties = [
    ...(place === null
      ? []
      : [
          `file=${escapeProperty(pathFrom(workspace, place.file))}`,
          `line=${place.line}`,
          `col=${place.column}`,
        ]),
    `title=${escapeProperty(code)}`,
  ];
  return `::${severity} ${properties.join(',')}::${escapeData(`${escapeText(message)}\n${escapeText(help)}`)}\n`;
}

function pathFrom(workspace: string | null, file: string): string {
  const path = workspace === null ? file : relative(workspace, resolve(file));
  return path.replaceAll('\\', '/');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
