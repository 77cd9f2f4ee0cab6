// Five minutes before somebody would be signed out for doing nothing: say so, and let them stay with one press.
// Without this script nothing is lost either: what was typed comes back on its form after signing in again.
const banner = document.getElementById('session-warning');

if (banner) {
  const idle = Number(banner.dataset.idleMinutes) * 60_000;
  const ahead = 5 * 60_000;
  const button = banner.querySelector('button');
  const words = banner.querySelector('[data-words]');
  const begin = words.textContent;
  let timer;

  const restart = () => {
    clearTimeout(timer);
    banner.hidden = true;
    words.textContent = begin;
    timer = setTimeout(() => { banner.hidden = false; }, idle - ahead);
  };

  button.addEventListener('click', async () => {
    try {
      const answer = await fetch(banner.dataset.stay, { redirect: 'error', headers: { Accept: 'text/plain' } });
      if (!answer.ok) throw new Error(String(answer.status));
      restart();
    } catch {
      words.textContent = 'You are signed out. Save what you are doing: you will be asked to sign in, and your text is kept.';
    }
  });
  document.addEventListener('casework:seen', restart); // an autosave tells the server that somebody is there
  restart();
}
