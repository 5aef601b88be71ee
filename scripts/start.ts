import { runLatchkey } from './run-latchkey.ts';

// `npm start`: Latchkey on this machine's own AWS profiles
process.exitCode = await runLatchkey(null);
process.exit();
