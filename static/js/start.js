// Brings the page's components to life. Everything works without this file: it only adds comfort.
const paths = document.getElementById('app-start').dataset;

function say(trouble) {
  console.warn(`Casework: ${trouble.message}`);
}

// A region that does not scroll needs no stop on the way of the Tab key.
function tendRegions() {
  for (const region of document.querySelectorAll('.app-region')) {
    if (region.scrollWidth > region.clientWidth) {
      region.setAttribute('tabindex', '0');
    } else {
      region.removeAttribute('tabindex');
    }
  }
}

// On a narrow screen the filter is closed behind a button.
function tendFilter(filter) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'govuk-button govuk-button--secondary app-filter__toggle';
  filter.id = filter.id || 'filter';
  button.setAttribute('aria-controls', filter.id);
  const show = (open) => {
    filter.classList.toggle('app-filter--closed', !open);
    button.setAttribute('aria-expanded', String(open));
    button.textContent = open ? 'Hide filters' : 'Show filters';
  };
  button.addEventListener('click', () => show(filter.classList.contains('app-filter--closed')));
  filter.before(button);
  show(false);
}

tendRegions();
window.addEventListener('resize', tendRegions);
document.querySelectorAll('[data-app-filter]').forEach(tendFilter);

// A radio has no expanded state (ARIA 1.2), yet the library sets one on those that reveal a field.
function tendRadios() {
  const strip = () => {
    for (const radio of document.querySelectorAll('.govuk-radios__input[aria-expanded]')) {
      radio.removeAttribute('aria-expanded');
    }
  };
  strip();
  new MutationObserver(strip).observe(document.body, { subtree: true, attributeFilter: ['aria-expanded'] });
}

import(paths.govuk).then(({ initAll }) => {
  initAll();
  if (document.querySelector('.govuk-radios__conditional')) {
    tendRadios();
  }
}).catch(say);
if (document.querySelector('[data-module^="moj-"]')) {
  import(paths.moj).then(({ initAll }) => initAll()).catch(say);
}
if (document.querySelector('select[data-app-type-ahead]')) {
  import(paths.typeAhead).then(({ typeAhead }) => typeAhead(paths)).catch(say);
}
