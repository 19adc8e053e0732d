import type { Shape } from '../model/types.js';
import type { Imports } from './code/imports.js';
import type { Type } from './code/declarations.js';
import { RUNTIME } from './code/imports.js';

/** A shape as the type of a file that imports the names in it. */
export function shapeType(shape: Shape, imports: Imports): Type {
  importNames(shape, imports);
  return { kind: 'shape', shape };
}

export /** Notes every name in a shape as one that the file uses. */
function importNames(shape: Shape, imports: Imports): void {
  switch (shape.kind) {
    case 'name':
      imports.type('./schemas.js', shape.name);
      break;
    case 'binary':
      if (shape.direction === 'request') imports.type(RUNTIME, 'BinaryInput');
      break;
    case 'open':
      importNames(shape.of, imports);
      break;
    case 'array':
      importNames(shape.items, imports);
      break;
    case 'tuple':
      for (const item of shape.items) importNames(item.shape, imports);
      if (shape.rest !== null) importNames(shape.rest, imports);
      break;
    case 'object':
      for (const property of shape.properties) importNames(property.shape, imports);
      if (shape.rest !== null) importNames(shape.rest, imports);
      break;
    case 'union':
    case 'intersection':
      for (const member of shape.members) importNames(member, imports);
      break;
    default:
  }
}
