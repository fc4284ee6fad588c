import assert from "node:assert/strict";
import { test } from "node:test";
import { bars, dayOf, dayText, firstDay, heights, lastDay } from "../../../kg/export/html/dates.js";

test("days and dates turn into each other, also long ago", () => {
  assert.equal(dayOf(1970), 0);
  assert.equal(dayText(18170), "2019-10-01");
  for (const day of [-735233, -719529, -1, 0, 11016, 18321, 2932896])
    assert.equal(firstDay(dayText(day)), day);
});

test("a year, a month and a day cover their days", () => {
  assert.deepEqual([firstDay("2019"), lastDay("2019")].map(dayText), ["2019-01-01", "2019-12-31"]);
  assert.deepEqual([firstDay("2020-02"), lastDay("2020-02")].map(dayText), ["2020-02-01", "2020-02-29"]);
  assert.equal(firstDay("2020-02-29"), lastDay("2020-02-29"));
});

test("what is no date is null", () => {
  for (const text of ["", "soon", "2019-13", "2019-02-30", "2019-00", "20190", "1/2/2019"])
    assert.equal(firstDay(text), null, text);
});

test("bars cover every period without gaps, and no more than asked for", () => {
  for (const periods of [
    [
      [17897, 18261],
      [-10000, -9000],
    ],
    [
      [0, 0],
      [3, 3],
    ],
    [[-700000, 18261]],
    [
      [0, 364],
      [3650, 4014],
    ],
  ]) {
    const list = bars(periods, 60);
    assert.ok(list.length <= 61, String(list.length));
    assert.ok(list[0].from <= Math.min(...periods.flat()) && list.at(-1).to >= Math.max(...periods.flat()));
    list.slice(1).forEach((bar, i) => assert.equal(bar.from, list[i].to + 1));
  }
  assert.deepEqual(bars([], 60), []);
});

test("a few dates far out are held by one bar in front and one behind", () => {
  const years = Array.from({ length: 120 }, (_, i) => [dayOf(1990 + (i % 30)), dayOf(1991 + (i % 30)) - 1]);
  const list = bars([...years, [dayOf(-2999), dayOf(-2998) - 1], [dayOf(2400), dayOf(2401) - 1]], 60);
  assert.deepEqual([list[0].name, list[1].name, list.at(-1).name], ["before 1990", "1990", "after 2019"]);
  assert.equal(list.length, 32);
  list.slice(1).forEach((bar, i) => assert.equal(bar.from, list[i].to + 1));
  assert.deepEqual(
    heights(
      list,
      years.concat([[dayOf(-2999), dayOf(-2998)]]).map((period) => [period]),
    )[0],
    1,
  );
});

test("years before Christ have their names", () => {
  const list = bars(
    [
      [dayOf(-2999), dayOf(-2998) - 1],
      [dayOf(2018), dayOf(2019) - 1],
    ],
    64,
  );
  assert.equal(list[0].name, "3001 BC–2902 BC");
});

test("bars are not finer than the periods they count", () => {
  const years = [
    [dayOf(1998), dayOf(1999) - 1],
    [dayOf(2001), dayOf(2002) - 1],
  ];
  const list = bars(years, 60);
  assert.deepEqual(
    list.map((bar) => bar.name),
    ["1998", "1999", "2000", "2001"],
  );
  assert.deepEqual(
    heights(
      list,
      years.map((period) => [period]),
    ),
    [1, 0, 0, 1],
  );
});
