import type { Shape } from '../../model/shape-types.js';

const MAX_LENGTH = 90;

/** A type on one line, as a reader of the package would write it; cut where it is long. */
export function showShape(shape: Shape): string {
  const text = print(shape, 3);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text;
}

function print(shape: Shape, depth: number): string {
  if (depth === 0) return '…';
  switch (shape.kind) {
    case 'literal':
      return JSON.stringify(shape.value);
    case 'open':
      return `${print(shape.of, depth - 1)} | ${shape.base}`;
    case 'name':
      return shape.name;
    case 'binary':
      return shape.direction === 'request' ? 'BinaryInput' : 'Uint8Array';
    case 'array':
      return `${shape.readonly ? 'readonly ' : ''}(${print(shape.items, depth - 1)})[]`.replace(
        /\((\w+)\)/,
        '$1',
      );
    case 'tuple':
      return `[${shape.items.map((item) => print(item.shape, depth - 1)).join(', ')}]`;
    case 'object': {
      const names = shape.properties.slice(0, 6).map(({ name, optional }) => name + (optional ? '?' : ''));
      if (shape.properties.length > names.length) names.push('…');
      if (shape.rest !== null) names.push(`[key]: ${print(shape.rest, depth - 1)}`);
      return `{ ${names.join(', ')} }`;
    }
    case 'union':
      return shape.members.map((member) => print(member, depth - 1)).join(' | ');
    case 'intersection':
      return shape.members.map((member) => print(member, depth - 1)).join(' & ');
    default:
      return shape.kind;
  }
}
