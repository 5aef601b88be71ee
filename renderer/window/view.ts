/** What the list shows. */
export type View = 'connections' | 'databases' | 'active';
