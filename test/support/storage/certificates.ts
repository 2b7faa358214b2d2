import forge from 'node-forge'
import type { Certificate } from './fault-proxy.ts'

const { pki } = forge
const day = 24 * 60 * 60 * 1000

interface Wishes {
  readonly name?: string
  /** Days from now. */
  readonly from?: number
  readonly until?: number
}

/** An authority that no computer knows. */
export class Authority {
  readonly #keys = pki.rsa.generateKeyPair(2048)
  readonly #certificate: forge.pki.Certificate

  constructor(name: string) {
    this.#certificate = this.#certify(this.#keys.publicKey, name, { name }, [{ name: 'basicConstraints', cA: true }])
  }

  /** Its own certificate, as the owner would give it to Landline. */
  get pem(): string {
    return pki.certificateToPem(this.#certificate)
  }

  /** A certificate for a server on this computer. */
  issue({ name = '127.0.0.1', ...times }: Wishes = {}): Certificate {
    const keys = pki.rsa.generateKeyPair(2048)
    const isAddress = /^[\d.]+$/.test(name)
    const altNames = [isAddress ? { type: 7, ip: name } : { type: 2, value: name }]
    const cert = this.#certify(keys.publicKey, this.#name(), { name, ...times }, [{ name: 'subjectAltName', altNames }])
    return { key: pki.privateKeyToPem(keys.privateKey), cert: pki.certificateToPem(cert) }
  }

  #name(): string {
    return this.#certificate.subject.getField('CN').value
  }

  #certify(publicKey: forge.pki.PublicKey, issuer: string, about: Wishes, extensions: object[]): forge.pki.Certificate {
    const { name, from = -1, until = 1 } = about
    const cert = pki.createCertificate()
    cert.publicKey = publicKey
    cert.serialNumber = `01${forge.util.bytesToHex(forge.random.getBytesSync(8))}`
    cert.validity.notBefore = new Date(Date.now() + from * day)
    cert.validity.notAfter = new Date(Date.now() + until * day)
    cert.setSubject([{ name: 'commonName', value: name }])
    cert.setIssuer([{ name: 'commonName', value: issuer }])
    cert.setExtensions(extensions)
    cert.sign(this.#keys.privateKey, forge.md.sha256.create())
    return cert
  }
}
