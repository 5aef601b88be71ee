import { clients } from './clients/ui.ts';
import { command } from './command/ui.ts';
import { connections } from './connections/ui.ts';
import { copyFormats } from './copy-formats/ui.ts';
import { diagnostics } from './diagnostics/ui.ts';
import { doctor } from './doctor/ui.ts';
import { endpoints } from './endpoints/ui.ts';
import { windowUi } from './window/ui.ts';
import { gateway } from './gateway/ui.ts';
import { mfa } from './mfa/ui.ts';
import type { UiModule } from './module.ts';
import { profileSetup } from './profile-setup/ui.ts';
import { profiles } from './profiles/ui.ts';
import { proxies } from './proxies/ui.ts';
import { settings } from './settings/ui.ts';
import { signIn } from './sign-in/ui.ts';
import { tokens } from './tokens/ui.ts';
import { tunnels } from './tunnels/ui.ts';
import { updates } from './updates/ui.ts';

/** The modules of the window, in the order of the palette and of the sheet of shortcuts. */
export const modules: readonly UiModule[] = [
  windowUi,
  endpoints,
  connections,
  tokens,
  clients,
  copyFormats,
  doctor,
  gateway,
  tunnels,
  command,
  profiles,
  signIn,
  profileSetup,
  mfa,
  settings,
  proxies,
  updates,
  diagnostics,
];
