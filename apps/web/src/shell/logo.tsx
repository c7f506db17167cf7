/** The mark: a drum with its rope, between two posts. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden fill="none" stroke="currentColor" strokeWidth="2.25" strokeLinecap="round" strokeLinejoin="round">
      <path d="M6.5 9.5v13M25.5 9.5v13M6.5 12.5h19M6.5 19.5h19M12 12.5l-2 7M17 12.5l-2 7M22 12.5l-2 7M16 19.5v6.5" />
    </svg>
  );
}
