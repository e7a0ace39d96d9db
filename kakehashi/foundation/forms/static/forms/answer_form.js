// Hides questions that are not asked and works out computed ones while one types. The server decides again.
(() => {
  const halfWidth = (text) => text.normalize("NFKC").replace(/[,円¥\s]/g, "");

  function number(text) {
    const plain = halfWidth(text || "");
    return plain !== "" && Number.isFinite(Number(plain)) ? Number(plain) : 0;
  }

  function start(form) {
    const items = new Map();
    form.querySelectorAll("[data-question]").forEach((item) => items.set(item.dataset.question, item));

    const controls = (item) => [...item.querySelectorAll("input, select, textarea")];
    const cells = (item, column) => controls(item).filter((control) => control.name.endsWith(`-${column}`));

    function answer(code) {
      const item = items.get(code);
      if (!item || item.hidden) return null;
      const all = controls(item);
      if (item.dataset.kind === "multiple") return all.filter((one) => one.checked).map((one) => one.value);
      if (item.dataset.kind === "file") return all.flatMap((one) => [...(one.files || [])]);
      const value = all[0] && all[0].type === "radio" ? (all.find((one) => one.checked) || {}).value : (all[0] || {}).value;
      if (value === undefined || value === "") return null;
      if (item.dataset.kind === "yes_no") return value === "yes";
      return ["number", "money"].includes(item.dataset.kind) ? number(value) : value;
    }

    function holds(condition) {
      const given = answer(condition.question);
      const empty = given === null || (Array.isArray(given) && given.length === 0);
      if ("equals" in condition) return given === condition.equals;
      if ("not_equals" in condition) return !empty && given !== condition.not_equals;
      if ("in" in condition) return condition.in.includes(given);
      if ("contains" in condition) return !empty && given.includes(condition.contains);
      return empty !== Boolean(condition.answered);
    }

    function rows(item) {
      return [...item.querySelectorAll("[data-row]")].filter((row) => controls(row).some((one) => one.value.trim()));
    }

    function day(code) {
      const value = answer(code);
      return value && /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(value) / 86400000 : null;
    }

    function compute(spec) {
      if (spec.do === "sum") {
        const table = items.get(spec.table);
        return table ? cells(table, spec.column).reduce((sum, cell) => sum + number(cell.value), 0) : 0;
      }
      if (spec.do === "count") return items.has(spec.table) ? rows(items.get(spec.table)).length : 0;
      if (spec.do === "days") {
        const [first, last] = [day(spec.from), day(spec.to)];
        return first !== null && last !== null && last >= first ? last - first + 1 : null;
      }
      return spec.questions.reduce((sum, code) => {
        const output = items.get(code) && items.get(code).querySelector("[data-compute]");
        return sum + (output ? Number(output.dataset.value || 0) : number(String(answer(code) ?? "")));
      }, 0);
    }

    function refresh() {
      for (const item of items.values()) {
        if (item.dataset.condition) item.hidden = !holds(JSON.parse(item.dataset.condition));
      }
      for (const output of form.querySelectorAll("[data-compute]")) {
        const value = compute(JSON.parse(output.dataset.compute));
        output.dataset.value = value ?? "";
        const shown = value === null ? "—" : value.toLocaleString("ja-JP");
        const unit = output.dataset.unit || "";
        output.textContent = value === null ? shown : shown + unit;
      }
    }

    form.querySelectorAll("[data-without-script]").forEach((hint) => { hint.hidden = true; });
    form.addEventListener("input", refresh);
    form.addEventListener("change", refresh);
    refresh();
  }

  const startAll = () => document.querySelectorAll("[data-answer-form]").forEach(start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
  else startAll();
})();
