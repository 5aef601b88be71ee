import { useEffect, useState } from 'react';
import type { Format, Preview, FormatOptions } from '../../app/copy-formats/model.ts';
import { ask, type Failure } from '../api.ts';
import type { SubjectRef } from '../subject.ts';

/** What main says that a wish would copy, and the form that it was said of. */
export interface Shown {
  readonly format: Format;
  readonly preview: Preview | null;
  readonly failure: Failure | null;
}

/**
 * Asks main for the preview of a wish, and again when something changes that it depends on. Until the answer
 * is there the one before stands, so that nothing flickers.
 *
 * @param dependsOn anything whose change can change the text
 */
export function usePreview(
  named: SubjectRef,
  format: Format | undefined,
  { route, withSecret }: Omit<FormatOptions, 'format'>,
  dependsOn: unknown,
): Shown | null {
  const [shown, setShown] = useState<Shown | null>(null);
  const name = JSON.stringify(named);
  useEffect(() => {
    if (format === undefined) return undefined;
    let isWanted = true;
    const options = { format: format.id, route, withSecret };
    void ask((bridge) => bridge.connect.previewFormat({ ...named, options })).then((reply) => {
      if (!isWanted) return;
      setShown(
        reply.ok
          ? { format, preview: reply.value, failure: null }
          : { format, preview: null, failure: reply.error },
      );
    });
    return () => {
      isWanted = false;
    };
    // the same name in another object asks for nothing new
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [name, format, route, withSecret, dependsOn]);
  return shown;
}
