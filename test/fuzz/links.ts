import { isPlainLine } from '../../app/common/text/plain-text.ts';
import { nameInLink } from '../../app/links/model.ts';
import { eachInput, must, type Tally } from './each-input.ts';
import { mutateText, type Dice } from './mutations.ts';

const NAMES = [
  'orders',
  'orders · prod',
  'a/b &?',
  '50% off',
  'Zoë’s "own"',
  '5f0c6f0a-3f6e-4d43-9d5a-0f2f3c6b7a01',
];
const PARTS = [
  'latchkey:',
  '//',
  'connect/',
  '..',
  '%2f',
  '%2e',
  '?client=psql',
  '@',
  ':80',
  '%E2%80%AE',
  '%',
];

/** Changed links: each names nothing, or what the platform's own parser of addresses finds in it as well. */
export async function fuzzLinks(count: number, seed: number): Promise<Tally> {
  return eachInput(count, seed, (dice) => {
    const link = changed(dice);
    const name = nameInLink(link);
    if (name === null) return 'refused';
    must(isPlainLine(name) && name !== '', `${JSON.stringify(link)} names something that one can read`);
    // a parser of addresses takes these for steps between folders
    if (/^\.{1,2}$/.test(name)) return 'named';
    const { protocol, host, pathname, search, hash, username, password } = new URL(link);
    must(protocol === 'latchkey:' && /^connect$/i.test(host), `${JSON.stringify(link)} is one of Latchkey's`);
    must(`${search}${hash}${username}${password}` === '', `${JSON.stringify(link)} says nothing else`);
    must(
      decodeURIComponent(pathname.replaceAll(/^\/|\/$/g, '')) === name,
      `${JSON.stringify(link)} names ${name}`,
    );
    return 'named';
  });
}

function changed(dice: Dice): string {
  const name = encodeURIComponent(NAMES[dice.roll(NAMES.length)] ?? '');
  const link = `latchkey://connect/${name}${dice.roll(4) === 0 ? '/' : ''}`;
  return dice.roll(50) === 0 ? link : mutateText(link, dice, PARTS);
}
