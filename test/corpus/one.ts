/** One description in a process of its own, so that memory is bounded by the largest: prints its report as JSON. */
import { descriptions } from './descriptions.js';
import { examine } from './examine.js';

const [name, ...compilers] = process.argv.slice(2);
const description = descriptions.find((one) => one.name === name);
if (description === undefined) throw new Error(`no description is called ${name ?? ''}`);
const known = (['6.0', '7.0'] as const).filter((compiler) => compilers.includes(compiler));
process.stdout.write(JSON.stringify(await examine(description, { compilers: known })));
