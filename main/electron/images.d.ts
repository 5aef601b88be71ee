/** A file that electron-vite puts beside the build; the value is its path. */
declare module '*.png?asset' {
  const path: string;
  export default path;
}
