/** On the command line it makes the log a debug log from the first line. */
export const DEBUG_FLAG = '--debug';
