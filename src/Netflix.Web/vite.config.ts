import react from '@vitejs/plugin-react';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const output = join(import.meta.dirname, '../Netflix.Host/wwwroot');

/** The page at /docs: swagger-ui's own two files beside ours, since CSP allows neither another origin nor inline scripts. */
function apiDocs(): Plugin {
  return {
    name: 'api-docs',
    apply: 'build',
    closeBundle() {
      const from = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
      const to = join(output, 'docs');
      mkdirSync(to, { recursive: true });
      for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) copyFileSync(join(from, file), join(to, file));
    },
  };
}

/** The service worker's text, with this build's files in it. The studio is of no use without a network. */
function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    generateBundle(_options, bundle) {
      const files = ['/index.html', '/favicon.svg', ...Object.keys(bundle).filter((file) => /\.(js|css)$/.test(file) && !file.includes('Studio')).map((file) => `/${file}`).sort()];
      const source = readFileSync(join(import.meta.dirname, 'downloads/serviceWorker.js'), 'utf8')
        .replace('const files = [];', `const files = ${JSON.stringify(files)};`)
        .replace("const version = '';", `const version = '${createHash('sha256').update(files.join()).digest('hex').slice(0, 12)}';`);
      this.emitFile({ type: 'asset', fileName: 'sw.js', source });
    },
  };
}

const host = process.env['NETFLIX_URL'] ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [react(), apiDocs(), serviceWorker()],
  build: {
    outDir: output,
    emptyOutDir: true,
    // Shaka alone is 700 kB; it is a chunk of its own that only the player loads.
    chunkSizeWarningLimit: 800,
  },
  server: {
    proxy: Object.fromEntries(['/api', '/media', '/artwork', '/images', '/openapi'].map((path) => [path, { target: host, changeOrigin: false }])),
  },
});
