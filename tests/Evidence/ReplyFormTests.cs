using System.Diagnostics;
using Assessment.Cycle;
using Assessment.Evidence;
using Assessment.Tests.Builders;
using CsCheck;

namespace Assessment.Tests.Evidence;

public sealed class ReplyFormTests
{
    [Fact]
    public void The_form_is_read_in_English()
    {
        var reading = ReplyForm.Read("""
            Dear secretariat, please find our answers below.

            --- R01 ---
            Answer: Two circulars were issued.
            Figure R01.1 (Potential victims screened, persons): 1,540.5 persons; 2024-04-01 to 2024-12-31; cut-off 2025-01-03; source D3 register; parts female 1,300, male 240.5
            Not available R01.3: the register opens in March; planned by 2025-03-15
            Nothing to report:
            More time:

            --- R02 ---
            Nothing to report: no case was opened
            --- N01 ---
            More time: 2025-01-14; the data centre moves
            """);

        Assert.Empty(reading.Remarks);
        Assert.Equal(["R01", "R02", "N01"], reading.Items.Select(item => item.Code));
        var (first, second, third) = (reading.Items[0], reading.Items[1], reading.Items[2]);
        Assert.Equal("Two circulars were issued.", first.Narrative);
        Assert.Null(first.NothingToReport);
        Assert.Null(first.MoreTimeUntil);
        Assert.Equal("R01.1 = 1540.5 persons, 2024-04-01..2024-12-31, 2025-01-03, D3 register, female 1300, male 240.5", Text(first.Figures[0]));
        Assert.Equal("R01.3: the register opens in March by 2025-03-15", Text(first.Figures[1]));
        Assert.Equal("no case was opened", second.NothingToReport);
        Assert.Equal((A.Day("2025-01-14"), "the data centre moves"), (third.MoreTimeUntil, third.MoreTimeReason));
        Assert.False(third.IsAnswer);
    }

    [Fact]
    public void The_form_is_read_in_Malay()
    {
        var reading = ReplyForm.Read("""
            -- r01 --
            JAWAPAN: Dua pekeliling dikeluarkan.
            Angka r01.1: 540 orang; 2024-04-01 hingga 2024-12-31; setakat 2024-12-31; sumber Daftar D3; pecahan wanita 300, lelaki 240
            Tidak tersedia R01.3: daftar dibuka pada Mac; dirancang pada 2025-03-15
            -- R02 --
            Tiada untuk dilaporkan: tiada kes
            Lanjutan masa: 2025-01-14; pusat data berpindah
            """);

        Assert.Empty(reading.Remarks);
        Assert.Equal("Dua pekeliling dikeluarkan.", reading.Items[0].Narrative);
        Assert.Equal("R01.1 = 540 orang, 2024-04-01..2024-12-31, 2024-12-31, Daftar D3, wanita 300, lelaki 240", Text(reading.Items[0].Figures[0]));
        Assert.Equal("R01.3: daftar dibuka pada Mac by 2025-03-15", Text(reading.Items[0].Figures[1]));
        Assert.Equal("tiada kes", reading.Items[1].NothingToReport);
        Assert.Equal("pusat data berpindah", reading.Items[1].MoreTimeReason);
    }

    [Fact]
    public void A_value_runs_on_until_the_next_key_and_a_line_of_dashes_ends_the_block()
    {
        var reading = ReplyForm.Read("""
            --- R01 ---
            this line has no key
            Answer:
              Two circulars
              were issued.

              A third is in print.
            > Answer: the quoted letter
            Figure R01.1: 540 persons; 2024-04-01 to 2024-12-31;
              cut-off 2024-12-31; source D3 register
            ---
            Answer: a signature that looks like an answer
            """);

        Assert.Equal("Two circulars were issued. A third is in print.", reading.Items[0].Narrative);
        Assert.Equal("D3 register", reading.Items[0].Figures[0].Source);
        Assert.Empty(reading.Remarks);
    }

    [Theory]
    [InlineData("________________________________")]
    [InlineData("-----Original Message-----")]
    [InlineData("On Mon, 2 Dec 2024 at 09:00, KDN <tip-secretariat@kdn.example> wrote:")]
    [InlineData("Pada Isn, 2 Dis 2024, KDN menulis:")]
    [InlineData("From: KDN <tip-secretariat@kdn.example>")]
    public void A_quotation_without_marks_does_not_run_into_the_answer(string beginning)
    {
        var reading = ReplyForm.Read($"--- R01 ---\nAnswer: Two circulars were issued.\n\n{beginning}\nSent: Monday\nPlease tell us what was done.");

        Assert.Equal("Two circulars were issued.", reading.Items[0].Narrative);
    }

    [Theory]
    [InlineData("540", 540, null)]
    [InlineData("540 persons", 540, "persons")]
    [InlineData("540.", 540, null)]
    [InlineData("1,234,567 ringgit", 1234567, "ringgit")]
    [InlineData("12.75%", 12.75, "%")]
    [InlineData("-3 days", -3, "days")]
    [InlineData("0\u00a0persons", 0, "persons")]
    public void A_figure_is_a_number_and_a_unit(string written, double value, string? unit)
    {
        var figure = FigureOf(written, out var remarks);

        Assert.Empty(remarks);
        Assert.Equal(((decimal)value, unit), (figure!.Value, figure.Unit));
    }

    [Theory]
    [InlineData("about 540")]
    [InlineData("RM 540")]
    [InlineData("1 234 persons")]
    [InlineData("540,5 persons")]
    [InlineData("12,34")]
    [InlineData("1.234.567")]
    [InlineData("99999999999999999999999999999999")]
    public void What_is_no_plain_number_is_not_guessed_at(string written)
    {
        var figure = FigureOf(written, out var remarks);

        Assert.Null(figure);
        Assert.Equal([$"R01.1: '{written}' is not a number. Write the value first, such as 540 persons."], remarks);
    }

    [Theory]
    [InlineData("2024-02-30 to 2024-12-31")]
    [InlineData("cut-off 31 December")]
    [InlineData("April to December")]
    [InlineData("provisional")]
    public void A_part_of_a_figure_that_is_not_understood_is_quoted(string part)
    {
        var figure = FigureOf($"540 persons; {part}", out var remarks);

        Assert.Equal(540, figure!.Value);
        Assert.Equal(
            [$"R01.1: '{part}' was not understood. Write a period (2024-04-01 to 2024-12-31), cut-off and a date, source and a name, or parts."],
            remarks);
    }

    [Fact]
    public void A_part_without_a_number_is_quoted_and_the_others_are_taken()
    {
        var figure = FigureOf("540 persons; parts female 300, unknown, male 240", out var remarks);

        Assert.Equal([new Part("female", 300), new Part("male", 240)], figure!.Parts);
        Assert.Equal(["R01.1: part 'unknown' has no number. Write a label and a number, such as female 300."], remarks);
    }

    [Theory]
    [InlineData("the register opens in March")]
    [InlineData("the register opens in March; planned by spring")]
    [InlineData("the register opens in March; planned by 2025-02-30")]
    public void A_figure_that_is_not_available_needs_a_plan(string written)
    {
        var reading = ReplyForm.Read($"--- R01 ---\nNot available R01.3: {written}");

        Assert.Equal(["R01.3: it is not stated by when the figure is planned. Add: planned by and a date."], reading.Remarks.Select(remark => remark.ToString()));
        Assert.Equal((written, null), (reading.Items[0].Figures[0].NotAvailableBecause, reading.Items[0].Figures[0].PlannedBy));
    }

    [Fact]
    public void A_wish_for_more_time_needs_a_date()
    {
        var reading = ReplyForm.Read("--- R01 ---\nMore time: next week; the data centre moves");

        Assert.Equal(["R01: 'next week' is not a date. Write until when, such as 2025-01-14, then the reason."], reading.Remarks.Select(remark => remark.ToString()));
        Assert.False(reading.Items[0].SaysAnything);
    }

    [Fact]
    public void A_figure_without_its_number_is_quoted()
    {
        var reading = ReplyForm.Read("--- R01 ---\nFigure: 540 persons");

        Assert.Equal(["R01: '540 persons' names no figure. Write its number first, such as Figure R01.1: 540 persons."], reading.Remarks.Select(remark => remark.ToString()));
        Assert.Empty(reading.Items[0].Figures);
    }

    [Fact]
    public void The_line_of_a_figure_whose_name_has_brackets_is_read()
        => Assert.Equal(176, Assert.Single(ReplyForm.Read("--- R01 ---\nAnswer: Done.\nFigure R01.3 (Orders granted (confirmed victims), by form, orders): 176 orders").Items[0].Figures).Value);

    [Fact]
    public void An_empty_form_says_nothing()
    {
        var reading = ReplyForm.Read("--- R01 ---\nAnswer:\nFigure R01.1 (Victims, persons):\nNot available R01.1:\nNothing to report:\nMore time:\n---");

        Assert.False(Assert.Single(reading.Items).SaysAnything);
        Assert.Empty(reading.Remarks);
    }

    [Theory]
    [InlineData("R1", "")]
    [InlineData("R011", "")]
    [InlineData("XR01", "")]
    [InlineData("RM01 and MR01", "")]
    [InlineData("R2024-12-31, 2024-01-09, N2025", "")]
    [InlineData("R01a-annex.pdf", "R01")]
    [InlineData("R01.1", "R01")]
    [InlineData("r-01_R01, n01", "R01 N01")]
    [InlineData("Annex(R02).pdf", "R02")]
    [InlineData("", "")]
    public void Codes_are_found_in_a_text_or_file_name(string text, string codes)
        => Assert.Equal(codes, string.Join(' ', ReplyForm.CodesIn(text)));

    [Fact]
    public void What_is_composed_by_the_rules_of_the_letter_is_read_back()
        => ComposedForm.Any.Sample(items =>
        {
            var reading = ReplyForm.Read(ComposedForm.Write(items));

            Assert.Empty(reading.Remarks);
            Assert.Equal(items.Select(ComposedForm.Describe), reading.Items.Select(ComposedForm.Describe));
        }, iter: 2_000);

    [Fact]
    public void No_text_makes_the_reading_fail()
    {
        var piece = Gen.OneOf<string>(
            Gen.OneOf("--- R01 ---", "Answer:", "Figure R01.1:", "Figure R01.1 (", "Not available R01.3:", "More time:", "\n", "; ", "planned by ", "2025-01-14", "1,234", "parts ", "---", "> ", ")", "On "),
            Gen.String[Gen.Char, 0, 12]);

        piece.Array[0, 40].Sample(pieces =>
        {
            var text = string.Concat(pieces);
            return ReplyForm.Read(text).Items.All(item => item.Code.Length == 3) && ReplyForm.OwnText(text).Length <= text.Length && ReplyForm.CodesIn(text).Count >= 0;
        }, iter: 5_000);
    }

    [Theory]
    [InlineData("--- R01 ---\nAnswer: x\n", "one more line of text\n", 60_000)]
    [InlineData("--- R01 ---\n", "Figure R01.1: 540 persons\n", 40_000)]
    [InlineData("", "--- R01 ---\nAnswer: x\n", 40_000)]
    [InlineData("--- R01 ---\nFigure R01.1 ", "(", 500_000)]
    [InlineData("--- R01 ---\nFigure R01.1: ", "1", 500_000)]
    [InlineData("--- R01 ---\nFigure R01.1: 1; parts ", "a 1, ", 100_000)]
    [InlineData("--- R01 ---\nNot available R01.1: ", "planned by ", 50_000)]
    [InlineData("On ", "on ", 200_000)]
    [InlineData("", "-", 1_000_000)]
    [InlineData("", " ", 1_000_000)]
    public void A_huge_mail_takes_work_in_proportion_to_its_size(string beginning, string repeated, int times)
    {
        const int mostBytesForACharacter = 400;
        var text = beginning + string.Concat(Enumerable.Repeat(repeated, times));
        ReplyForm.Read(beginning + repeated);
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var allocated = GC.GetAllocatedBytesForCurrentThread();

        ReplyForm.Read(text);
        ReplyForm.OwnText(text);
        ReplyForm.CodesIn(text);

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - allocated < (mostBytesForACharacter * (long)text.Length) + 1_000_000, "Text is copied again and again.");
        Assert.True(Process.GetCurrentProcess().TotalProcessorTime - processor < TimeSpan.FromSeconds(30), "A pattern goes back again and again.");
    }

    static Figure? FigureOf(string written, out IReadOnlyList<string> remarks)
    {
        var reading = ReplyForm.Read($"--- R01 ---\nFigure R01.1: {written}");
        remarks = [.. reading.Remarks.Select(remark => remark.ToString())];
        return reading.Items[0].Figures.SingleOrDefault();
    }

    static string Text(Figure figure) => ComposedForm.Describe(figure);

    [Theory]
    [InlineData("Grade: Sulit\nInternal: The register is late.")]
    [InlineData("Gred (Terbuka, Terhad, Sulit, Rahsia, Rahsia Besar; jika selain Terbuka): Sulit\nDalaman (untuk urus setia sahaja, bukan untuk penilai): The register is late.")]
    public void A_grade_and_an_internal_remark_are_kept_apart_from_the_answer(string lines)
    {
        var item = Assert.Single(ReplyForm.Read($"--- R01 ---\nAnswer: Two circulars.\n{lines}\n").Items);

        Assert.Equal(("Two circulars.", Assessment.Clearance.Grade.Sulit, "The register is late."), (item.Narrative, item.Grade, item.InternalRemark));
    }

    [Fact]
    public void A_word_that_is_no_grade_is_remarked()
        => Assert.Contains("R01: 'secret-ish' is no grade.", Assert.Single(ReplyForm.Read("--- R01 ---\nGrade: secret-ish\n").Remarks).In(Language.En), StringComparison.Ordinal);
}
