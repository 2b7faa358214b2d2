import { create } from 'qrcode'
import { useMemo } from 'react'

/** An address as a QR code, dark on light in both themes: many phones read no other. */
export function QrCode({ value, label }: { value: string; label: string }) {
  const { size, path } = useMemo(() => drawing(value), [value])
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`-3 -3 ${size + 6} ${size + 6}`} shapeRendering="crispEdges">
      <path d={path} />
    </svg>
  )
}

function drawing(value: string): { size: number; path: string } {
  const { modules } = create(value, { errorCorrectionLevel: 'M' })
  const { size, data } = modules
  const dark = Array.from(data.keys()).filter((at) => data[at])
  return { size, path: dark.map((at) => `M${at % size} ${Math.floor(at / size)}h1v1h-1z`).join('') }
}
