using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Assessment.Evidence.Figures;

/// <summary>What the spreadsheet program itself checks while the form is filled in.</summary>
static class FormRules
{
    // The days of this century as Excel counts them: 2000-01-01 and 2099-12-31.
    const string FirstDay = "36526";
    const string LastDay = "73050";

    public static DataValidation? NotNegative(IReadOnlyList<string> cells, string error, string prompt) => Rule(cells, new DataValidation(new Formula1("0"))
    {
        Type = DataValidationValues.Decimal,
        Operator = DataValidationOperatorValues.GreaterThanOrEqual,
        ShowErrorMessage = true,
        Error = error,
        ShowInputMessage = true,
        Prompt = prompt,
    });

    public static DataValidation? Date(IReadOnlyList<string> cells, string error, string prompt) => Rule(cells, new DataValidation(new Formula1(FirstDay), new Formula2(LastDay))
    {
        Type = DataValidationValues.Date,
        Operator = DataValidationOperatorValues.Between,
        ShowErrorMessage = true,
        Error = error,
        ShowInputMessage = true,
        Prompt = prompt,
    });

    /// <summary>A dropdown that suggests and does not refuse other words.</summary>
    public static DataValidation? Suggestions(IReadOnlyList<string> cells, IReadOnlyList<string> words, string prompt) =>
        Rule(cells, new DataValidation(new Formula1($"\"{string.Join(",", words)}\""))
        {
            Type = DataValidationValues.List,
            ShowErrorMessage = false,
            ShowInputMessage = true,
            Prompt = prompt,
        });

    public static DataValidations All(params DataValidation?[] rules)
    {
        var validations = new DataValidations();
        validations.Append(rules.OfType<DataValidation>());
        validations.Count = (uint)validations.ChildElements.Count;
        return validations;
    }

    /// <summary>Colours cells that are empty while the cell that makes them mandatory is filled.</summary>
    public static ConditionalFormatting WhileMissing(IReadOnlyList<string> ranges, string formula, int priority) => new(
        new ConditionalFormattingRule(new Formula(formula)) { Type = ConditionalFormatValues.Expression, FormatId = 0, Priority = priority })
    {
        SequenceOfReferences = Sequence(ranges),
    };

    static DataValidation? Rule(IReadOnlyList<string> cells, DataValidation rule)
    {
        rule.AllowBlank = true;
        rule.SequenceOfReferences = Sequence(cells);
        return cells.Count == 0 ? null : rule;
    }

    static ListValue<StringValue> Sequence(IReadOnlyList<string> cells) => new(cells.Select(cell => new StringValue(cell)));
}
