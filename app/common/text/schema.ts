import { z } from 'zod';
import { isPlainLine, isPlainText } from './plain-text.ts';

/** One line of text in which everything can be seen, of at most so many UTF-16 units. */
export const lineOf = (most: number) => z.string().max(most).refine(isPlainLine);

/** Text of several lines in which everything can be seen, of at most so many UTF-16 units. */
export const textOf = (most: number) => z.string().max(most).refine(isPlainText);
