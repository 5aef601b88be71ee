import type { ImportEntry, ImportPreview } from '../../app/connections/model.ts';
import { countText } from '../endpoints/describe.ts';

/** Whether accepting an entry would do anything. */
export function isWanted({ outcome }: Pick<ImportEntry, 'outcome'>): boolean {
  return outcome === 'add' || outcome === 'change';
}

/** What an import will do, in one sentence: "4 will be added, 1 changed, 7 are already here." */
export function importSummary({ entries, refused }: Pick<ImportPreview, 'entries' | 'refused'>): string {
  const many = (outcome: ImportEntry['outcome']): number =>
    entries.filter((entry) => entry.outcome === outcome).length;
  const [added, changed, same, older] = [many('add'), many('change'), many('same'), many('older')];
  const parts = [
    ...(added > 0 ? [`${countText(added)} will be added`] : []),
    ...(changed > 0 ? [`${countText(changed)} ${added > 0 ? '' : 'will be '}changed`] : []),
    ...(same > 0 ? [`${countText(same)} ${same === 1 ? 'is' : 'are'} already here`] : []),
    ...(older > 0 ? [`${countText(older)} ${older === 1 ? 'is' : 'are'} newer here`] : []),
    ...(refused.length > 0 ? [`${countText(refused.length)} cannot be used`] : []),
  ];
  return parts.length === 0 ? 'The file contains no connections.' : `${parts.join(', ')}.`;
}
