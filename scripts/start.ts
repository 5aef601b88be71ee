import { runLatchkey } from './run-latchkey.ts';

// `npm start`: Latchkey on this machine's own AWS profiles; what follows `--` is for Latchkey, such as `--debug`
process.exitCode = await runLatchkey(null, process.argv.slice(2));
process.exit();
