namespace Assessment.Evidence.Figures;

/// <summary>
/// The form block of a mail and the workbook beside it, as one answer. What the mail itself says stands, because its sender wrote it last and
/// can be quoted on it; the workbook adds what the mail leaves open. Where both state the same thing differently, the sender is told.
/// </summary>
static class FormAnswers
{
    public static List<ReadItem> Beside(IReadOnlyList<ReadItem> block, FormReading workbook, List<Remark> remarks)
    {
        remarks.AddRange(workbook.Remarks);
        var inBlock = block.ToDictionary(item => item.Code, StringComparer.Ordinal);
        var inWorkbook = workbook.Items.ToDictionary(item => item.Code, StringComparer.Ordinal);
        return
        [
            .. block.Select(item => inWorkbook.TryGetValue(item.Code, out var other) ? Together(item, other, remarks) : item),
            .. workbook.Items.Where(item => !inBlock.ContainsKey(item.Code)),
        ];
    }

    /// <summary>What several workbooks of one mail say; of one item, the first that says anything.</summary>
    public static FormReading Together(IReadOnlyList<FormReading> workbooks) => new(
        IsOurForm: true,
        [.. workbooks.SelectMany(workbook => workbook.Items).DistinctBy(item => item.Code)],
        [.. workbooks.SelectMany(workbook => workbook.Remarks)]);

    static ReadItem Together(ReadItem mail, ReadItem workbook, List<Remark> remarks)
    {
        if (InWords(workbook) is { } words && InWords(mail) is { } said && said != words)
            remarks.Add(Remark.Of("form-mail-words", ("code", mail.Code)));

        remarks.AddRange(workbook.Figures.Where(figure => Other(mail, figure) is { } stated && !SaySame(stated, figure))
            .Select(figure => Remark.Of("form-mail-figure", ("indicator", figure.Indicator))));

        return mail with
        {
            Narrative = mail.Narrative ?? (mail.NothingToReport is null ? workbook.Narrative : null),
            NothingToReport = mail.NothingToReport ?? (mail.Narrative is null ? workbook.NothingToReport : null),
            Figures = [.. mail.Figures, .. workbook.Figures.Where(figure => Other(mail, figure) is null)],
            MoreTimeUntil = mail.MoreTimeUntil ?? workbook.MoreTimeUntil,
            MoreTimeReason = mail.MoreTimeUntil is null ? workbook.MoreTimeReason : mail.MoreTimeReason,
        };
    }

    static string? InWords(ReadItem item) => item.Narrative ?? item.NothingToReport;

    static Figure? Other(ReadItem item, Figure figure) => item.Figures.FirstOrDefault(stated => stated.Indicator == figure.Indicator);

    static bool SaySame(Figure mail, Figure workbook) => mail.Value == workbook.Value && mail.NotAvailableBecause == workbook.NotAvailableBecause;
}
