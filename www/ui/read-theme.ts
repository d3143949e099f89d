// Takes up the colours the person chose last time.

export const themeKey = 'tallele-theme';

export function readTheme(): void {
  try {
    const theme = localStorage.getItem(themeKey);
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Without storage the page follows the system.
  }
}
