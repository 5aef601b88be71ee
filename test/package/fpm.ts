import { wantedIn } from './fpm-arguments.ts';
import { makePackage } from './linux-package.ts';

// in fpm's place, for where electron-builder cannot fetch it: it is called with the same words
makePackage(wantedIn(process.argv.slice(2)));
