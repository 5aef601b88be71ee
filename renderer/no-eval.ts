import { config } from 'zod';

// The page may not evaluate strings (CSP), and zod would try to. Imported before any schema is made.
config({ jitless: true });
