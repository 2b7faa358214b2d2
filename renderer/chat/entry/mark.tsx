/** Landline's sign: a handset's cord, drawn as a line of speech. */
export function Mark({ size = 44 }: { size?: number }) {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 48 48" role="img" aria-label="Landline">
      <rect width="48" height="48" rx="13" fill="var(--accent)" />
      <path
        d="M12 17.5c0-2.5 2-4.5 4.5-4.5h15c2.500 0 4.500 2 4.500 4.500v9c0 2.500-2 4.500-4.500 4.500H24l-6.500 5.200c-.6.5-1.500 0-1.500-.8V31c-2.200-.2-4-2.100-4-4.400z"
        fill="none"
        stroke="var(--accent-ink)"
        strokeWidth="3"
        strokeLinejoin="round"
      />
      <path
        d="M18 22h3l2-3.500 3 7 2-3.500h2.500"
        fill="none"
        stroke="var(--accent-ink)"
        strokeWidth="2.600"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
