// nginx serving files and nothing else: what the public answers stand beside.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const configuration = (folder, port) => `daemon off;
${process.geteuid() === 0 ? 'user root root;' : ''}
pid ${folder}/nginx.pid;
error_log ${folder}/error.log warn;
worker_processes auto;
worker_rlimit_nofile 8192;
events { worker_connections 4096; }
http {
    default_type application/json;
    charset utf-8;
    charset_types application/json;
    access_log off;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=2000 inactive=60s;
    client_body_temp_path ${folder}/unused;
    proxy_temp_path ${folder}/unused;
    fastcgi_temp_path ${folder}/unused;
    uwsgi_temp_path ${folder}/unused;
    scgi_temp_path ${folder}/unused;
    server {
        listen 127.0.0.1:${port} backlog=4096;
        root ${folder}/files;
    }
}
`;

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function untilServing(url) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await fetch(url).catch(() => undefined)) return;
    await sleep(25);
  }
  throw new Error('the file server did not start');
}

/** @param {Record<string, string>} files text by name */
export async function startFileServer(files) {
  const folder = await mkdtemp(path.join(tmpdir(), 'hiroba-files-'));
  await mkdir(path.join(folder, 'files'));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(path.join(folder, 'files', name), text)));
  const port = await freePort();
  await writeFile(path.join(folder, 'nginx.conf'), configuration(folder, port));
  const server = spawn('nginx', ['-e', `${folder}/error.log`, '-p', folder, '-c', `${folder}/nginx.conf`], { stdio: 'ignore' });
  const ended = new Promise((resolve) => server.on('close', resolve));
  const url = `http://127.0.0.1:${port}`;
  await untilServing(url);
  return {
    url,
    async stop() {
      server.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
