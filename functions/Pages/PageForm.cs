using System.Globalization;
using System.Text.RegularExpressions;
using Assessment.Cycle;
using Assessment.Evidence;
using Assessment.Evidence.Figures;
using Assessment.Web;

namespace Assessment.Pages;

/// <summary>What stands in the fields of an item's form, read into an answer; every fault is named at its field.</summary>
public sealed partial class PageForm
{
    readonly Words words;
    readonly IReadOnlyDictionary<string, string> values;
    readonly IReadOnlyDictionary<string, string> shown;
    readonly List<FieldError> errors = [];

    PageForm(Words words, IReadOnlyDictionary<string, string> values, IReadOnlyDictionary<string, string>? shown = null)
        => (this.words, this.values, this.shown) = (words, values, shown ?? new Dictionary<string, string>());

    /// <summary>
    /// An answer, or the faults that stand against it. A form without a word is one that only brings files, and a figure that nobody touched
    /// stays as it was, with parts that the form may not show.
    /// </summary>
    public static (ReadItem Item, IReadOnlyList<FieldError> Errors) ReadAnswer(
        string code,
        IReadOnlyList<Indicator> indicators,
        IReadOnlyDictionary<string, string> values,
        bool hasFiles,
        Words words,
        IReadOnlyDictionary<string, string>? shown = null)
    {
        var form = new PageForm(words, values, shown);
        var item = new ReadItem(code)
        {
            Narrative = form.Text(Fields.Answer),
            NothingToReport = form.Text(Fields.Nothing),
            Figures = [.. indicators.Where(form.IsStated).Select(form.ReadFigure)],
        };
        if (item is { Narrative: not null, NothingToReport: not null })
        {
            form.Add(Fields.Nothing, "error-both");
        }

        if (!item.IsAnswer && !hasFiles)
        {
            form.Add(Fields.Answer, "error-empty");
        }

        return (item, form.errors);
    }

    /// <summary>A wish for more time, or the faults that stand against it.</summary>
    public static (ReadItem Item, IReadOnlyList<FieldError> Errors) ReadWish(string code, IReadOnlyDictionary<string, string> values, DateOnly today, Words words)
    {
        var form = new PageForm(words, values);
        var until = form.Date(Fields.Until);
        var reason = form.Text(Fields.Reason);
        if (until is null && form.Raw(Fields.Until).Length == 0)
        {
            form.Add(Fields.Until, "error-until");
        }
        else if (until <= today)
        {
            form.Add(Fields.Until, "error-until-past");
        }

        if (reason is null)
        {
            form.Add(Fields.Reason, "error-reason");
        }

        return (new ReadItem(code) { MoreTimeUntil = until, MoreTimeReason = reason }, form.errors);
    }

    /// <summary>What the fields show before anybody wrote in them: the answer that is there, and what every figure of the round has in common.</summary>
    public static IReadOnlyDictionary<string, string> Filled(Answer? answer, IReadOnlyList<Indicator> indicators, Round round)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Fields.Answer] = answer?.Narrative ?? "",
            [Fields.Nothing] = answer?.NothingToReport ?? "",
        };
        foreach (var indicator in indicators)
        {
            var figure = answer?.Figures.FirstOrDefault(figure => figure.Indicator == indicator.Id) ?? new Figure { Indicator = indicator.Id };
            values[Fields.Value(indicator.Id)] = Number(figure.Value);
            values[Fields.Unit(indicator.Id)] = figure.Unit ?? indicator.Unit;
            values[Fields.From(indicator.Id)] = Day(figure.From ?? round.CoversFrom);
            values[Fields.To(indicator.Id)] = Day(figure.To ?? round.CoversTo);
            values[Fields.CutOff(indicator.Id)] = Day(figure.CutOff);
            values[Fields.Source(indicator.Id)] = figure.Source ?? "";
            values[Fields.Because(indicator.Id)] = figure.NotAvailableBecause ?? "";
            values[Fields.Planned(indicator.Id)] = Day(figure.PlannedBy);
            foreach (var row in FormLayout.RowsOf(indicator).Where(row => row.Part is not null))
            {
                values[row.Key] = Number(figure.Parts.FirstOrDefault(part => IsLabelOf(row, part.Label))?.Value);
            }
        }

        return values;
    }

    public static string NameFieldOf(string part) => $"{part}:name";

    /// <summary>With its dimension, or as mails write it, without.</summary>
    static bool IsLabelOf(FormRow row, string label) => label == LabelOf(row, row.Part!) || string.Equals(label, row.Part, StringComparison.OrdinalIgnoreCase);

    internal static string LabelOf(FormRow row, string part) => FigureParts.LabelFor(row.Indicator, row.Dimension!, part);

    bool IsStated(Indicator indicator) => HasMoreThanUnitAndPeriod(indicator) && IsTouched(indicator);

    bool IsTouched(Indicator indicator) => shown.Count == 0
        || values.Any(field => IsOf(indicator, field.Key) && field.Value.Trim() != (shown.TryGetValue(field.Key, out var before) ? before.Trim() : ""));

    static bool IsOf(Indicator indicator, string field)
        => field.StartsWith($"{indicator.Id}:", StringComparison.Ordinal) || field.StartsWith($"{indicator.Id}/", StringComparison.Ordinal);

    /// <summary>Unit and period stand in the form already; whoever states a figure writes something else, too.</summary>
    bool HasMoreThanUnitAndPeriod(Indicator indicator) => new[]
    {
        Fields.Value(indicator.Id), Fields.CutOff(indicator.Id), Fields.Source(indicator.Id), Fields.Because(indicator.Id), Fields.Planned(indicator.Id),
    }.Concat(FormLayout.RowsOf(indicator).Where(row => row.IsPart).Select(row => row.Key)).Any(field => Raw(field).Length > 0);

    Figure ReadFigure(Indicator indicator) => Text(Fields.Because(indicator.Id)) is { } because
        ? ReadNotAvailable(indicator.Id, because)
        : Raw(Fields.Value(indicator.Id)).Length == 0 && Raw(Fields.Planned(indicator.Id)).Length > 0
            ? ReadNotAvailable(indicator.Id, null)
            : ReadValue(indicator);

    Figure ReadNotAvailable(string id, string? because)
    {
        if (Raw(Fields.Value(id)).Length > 0)
        {
            Add(Fields.Because(id), "error-because-both", ("id", id));
        }

        if (because is null)
        {
            Add(Fields.Because(id), "error-because", ("id", id));
        }

        return new Figure { Indicator = id, NotAvailableBecause = because, PlannedBy = Needed(Fields.Planned(id), Date(Fields.Planned(id)), "error-planned", id) };
    }

    Figure ReadValue(Indicator indicator)
    {
        var id = indicator.Id;
        var (from, to) = (Date(Fields.From(id)), Date(Fields.To(id)));
        var figure = new Figure
        {
            Indicator = id,
            Value = ReadAmount(id),
            Unit = Needed(Fields.Unit(id), Text(Fields.Unit(id)), "error-unit", id),
            From = Needed(Fields.From(id), from, "error-period", id),
            To = Needed(Fields.To(id), to, "error-period", id),
            CutOff = Needed(Fields.CutOff(id), Date(Fields.CutOff(id)), "error-cutoff", id),
            Source = Needed(Fields.Source(id), Text(Fields.Source(id)), "error-source", id),
            Parts = [.. FormLayout.RowsOf(indicator).Where(row => row.IsPart).Select(ReadPart).OfType<Part>()],
        };
        if (to < from)
        {
            Add(Fields.To(id), "error-period-reversed", ("id", id));
        }

        return figure;
    }

    decimal? ReadAmount(string id)
    {
        var text = Raw(Fields.Value(id));
        if (text.Length == 0)
        {
            Add(Fields.Value(id), "error-value-missing", ("id", id));
            return null;
        }

        if (Amount(text) is { } amount)
        {
            return amount;
        }

        Add(Fields.Value(id), "error-value", ("id", id), ("text", text));
        return null;
    }

    Part? ReadPart(FormRow row)
    {
        var text = Raw(row.Key);
        if (text.Length == 0)
        {
            return null;
        }

        var name = row.Part ?? Text(NameFieldOf(row.Key));
        if (name is null)
        {
            Add(NameFieldOf(row.Key), "error-part-name", ("id", row.Indicator.Id));
            return null;
        }

        if (Amount(text) is { } amount)
        {
            return new Part(LabelOf(row, name), amount);
        }

        Add(row.Key, "error-part", ("id", row.Indicator.Id), ("text", text));
        return null;
    }

    T Needed<T>(string field, T value, string error, string id)
    {
        if (value is null && errors.All(fault => fault.Field != field))
        {
            Add(field, error, ("id", id));
        }

        return value;
    }

    DateOnly? Date(string field)
    {
        var text = Raw(field);
        if (text.Length == 0)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1990 and < 2100)
        {
            return date;
        }

        Add(field, "error-date", ("text", text));
        return null;
    }

    string? Text(string field)
    {
        var text = Raw(field).ReplaceLineEndings("\n");
        if (text.Length > PageLimits.TextCharacters)
        {
            Add(field, "error-long", ("count", Mail.Texts.Number(PageLimits.TextCharacters)));
        }

        return text.Length == 0 ? null : text;
    }

    string Raw(string field) => values.TryGetValue(field, out var value) ? value.Trim() : "";

    void Add(string field, string key, params (string Name, string Value)[] facts) => errors.Add(new FieldError(field, words.Fill(key, facts)));

    static decimal? Amount(string text) => Written().IsMatch(text)
        && decimal.TryParse(text, NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        ? number
        : null;

    static string Number(decimal? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A number as the letters ask for it: commas only between thousands, a point before decimals.</summary>
    [GeneratedRegex(@"^([0-9]{1,15}|[0-9]{1,3}(,[0-9]{3}){1,4})(\.[0-9]{1,6})?$")]
    private static partial Regex Written();
}
