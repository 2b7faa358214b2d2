import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { accessSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { Secret } from '../../../server/config/secrets/secret.ts'
import { s3Client } from '../../../server/uploads/stores/s3/client.ts'
import { freePort } from '../free-port.ts'
import { bucketAt, type S3Server } from './s3-server.ts'

const run = promisify(execFile)

const programs = ['ceph-mon', 'ceph-osd', 'radosgw', 'radosgw-admin', 'ceph', 'ceph-authtool', 'monmaptool']

/** Debian's packages ceph-mon, ceph-osd and radosgw bring all of them. */
export const hasRadosgw = programs.every((program) => {
  try {
    accessSync(path.join('/usr/bin', program))
    return true
  } catch {
    return false
  }
})

/** Says once why a story about a real provider was not told. */
export const whyNoRadosgw = 'Ceph’s gateway is not installed (ceph-mon, ceph-osd, radosgw): stories about it are left out.'

/**
 * Starts Ceph's gateway as one monitor and one object store in memory, without a manager. It checks signatures, dates and
 * policies as AWS does: what works here works with a real provider.
 */
export async function startRadosgw(buckets: readonly string[]): Promise<S3Server> {
  const folder = mkdtempSync(path.join(tmpdir(), 'landline-ceph-'))
  const processes: ChildProcess[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(processes.map(ended))
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const port = await startCluster(folder, processes)
    const key = { accessKeyId: 'TESTKEY', secretAccessKey: 'TESTSECRET' }
    const names = ['--access-key', key.accessKeyId, '--secret-key', key.secretAccessKey]
    await run('radosgw-admin', ['-c', conf(folder), 'user', 'create', '--uid=test', '--display-name=Test', ...names])
    const server: S3Server = { endpoint: `http://127.0.0.1:${port}`, region: 'default', ...key, stop }
    await answers(server.endpoint)
    for (const bucket of buckets) await createBucket(server, bucket)
    return server
  } catch (error) {
    await stop()
    throw error
  }
}

const conf = (folder: string): string => path.join(folder, 'ceph.conf')

async function startCluster(folder: string, processes: ChildProcess[]): Promise<number> {
  const [monitor, gateway] = [await freePort(), await freePort()]
  const cluster = randomUUID()
  const disk = randomUUID()
  for (const name of ['mon', 'osd', 'rgw', 'log']) mkdirSync(path.join(folder, name))
  writeFileSync(conf(folder), configuration(folder, cluster, monitor, gateway))
  const at = ['-c', conf(folder)]
  const keyring = path.join(folder, 'keyring')
  const may = (who: string, ...caps: string[]) =>
    run('ceph-authtool', [keyring, '--gen-key', '-n', who, ...caps.flatMap((cap) => ['--cap', cap, 'allow *'])])
  await run('ceph-authtool', ['--create-keyring', keyring])
  await may('mon.', 'mon')
  await may('client.admin', 'mon', 'osd')
  await may('osd.0', 'mon', 'osd')
  const map = path.join(folder, 'monmap')
  await run('monmaptool', ['--create', '--fsid', cluster, '--addv', 'a', `[v2:127.0.0.1:${monitor}/0]`, map])
  const monData = ['--mon-data', path.join(folder, 'mon')]
  await run('ceph-mon', [...at, '--mkfs', '-i', 'a', '--monmap', map, '--keyring', keyring, ...monData])
  processes.push(spawn('ceph-mon', [...at, '-i', 'a', ...monData, '-f'], { stdio: 'ignore' }))
  await run('ceph', [...at, 'osd', 'new', disk])
  await run('ceph-osd', [...at, '-i', '0', '--mkfs', '--osd-uuid', disk])
  processes.push(spawn('ceph-osd', [...at, '-i', '0', '-f'], { stdio: 'ignore' }))
  processes.push(spawn('radosgw', [...at, '-n', 'client.admin', '-f'], { stdio: 'ignore' }))
  return gateway
}

const configuration = (folder: string, cluster: string, monitor: number, gateway: number): string => `
[global]
fsid = ${cluster}
mon host = [v2:127.0.0.1:${monitor}/0]
keyring = ${folder}/keyring
run dir = ${folder}
admin socket = ${folder}/$name.asok
log file = ${folder}/log/$name.log
ms bind msgr1 = false
ms bind ipv6 = false
public network = 127.0.0.0/8
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon data avail crit = 1
mon data avail warn = 1
# Proposals every second would make the start last ten times as long.
paxos propose interval = 0.02
paxos min wait = 0.01
[osd]
osd objectstore = memstore
memstore device bytes = 12884901888
osd data = ${folder}/osd
osd max object name len = 2048
osd max object namespace len = 256
[client.admin]
rgw frontends = beast endpoint=127.0.0.1:${gateway} tcp_nodelay=1
rgw data = ${folder}/rgw
rgw enable gc threads = false
rgw enable lc threads = false
`

async function answers(endpoint: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await (await fetch(endpoint)).text()
      return
    } catch (error) {
      if (tries === 1200) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

export async function createBucket(server: S3Server, bucket: string): Promise<void> {
  const client = s3Client(bucketAt(server, bucket), new Secret(server.secretAccessKey))
  await client.send(new CreateBucketCommand({ Bucket: bucket }))
  client.destroy()
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGKILL') // there is nothing on its disk to save
  })
}
