// what `dbgate-serve` does, which brings the plugins of all other databases as well
const { dirname } = require('node:path');

global.API_PACKAGE = dirname(dirname(require.resolve('dbgate-api')));
global.PLUGINS_DIR = dirname(global.API_PACKAGE);
global.IS_NPM_DIST = true;
require('dbgate-api').getMainModule().start();
