// A long list becomes a box in which one types a few letters. The select stays in the form and is what is sent.
function load(kind, attributes) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(kind), attributes);
    element.addEventListener('load', resolve);
    element.addEventListener('error', () => reject(new Error('the type-ahead was not built')));
    document.head.append(element);
  });
}

function enhance(select) {
  const hint = select.getAttribute('aria-describedby');
  const blank = Array.from(select.options).find((option) => !option.value);
  const chosen = select.value ? select.options[select.selectedIndex].text : '';
  if (blank) {
    blank.text = '';
  }
  window.accessibleAutocomplete.enhanceSelectElement({
    selectElement: select,
    defaultValue: chosen,
    autoselect: false,
    confirmOnBlur: true,
    showAllValues: true,
    inputClasses: select.classList.contains('govuk-select--error') ? 'govuk-input--error' : null,
    tNoResults: () => 'Nothing in the list matches',
  });
  const box = document.getElementById(select.id.replace(/-select$/, ''));
  if (hint) {
    box.setAttribute('aria-describedby', `${hint} ${box.getAttribute('aria-describedby') || ''}`.trim());
  }
  // Words that name no option must not leave an earlier choice in the form behind them.
  box.addEventListener('blur', () => {
    const typed = box.value.trim().toLowerCase();
    const match = Array.from(select.options).find((option) => option.text.trim().toLowerCase() === typed);
    if (match) {
      match.selected = true;
    } else {
      select.value = '';
    }
  });
}

export async function typeAhead(paths) {
  await Promise.all([
    load('script', { src: paths.autocomplete }),
    load('link', { rel: 'stylesheet', href: paths.autocompleteCss }),
  ]);
  document.querySelectorAll('select[data-app-type-ahead]').forEach(enhance);
}
