// Before anything is painted: say that scripts run, so that parts which need them can show, and no others.
document.body.classList.add('js-enabled');
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('govuk-frontend-supported');
}
