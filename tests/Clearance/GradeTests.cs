using Assessment.Clearance;
using Assessment.Review;

namespace Assessment.Tests.Clearance;

public sealed class GradeTests
{
    [Theory]
    [InlineData("Sulit", Grade.Sulit)]
    [InlineData(" RAHSIA  BESAR ", Grade.RahsiaBesar)]
    [InlineData("rahsia", Grade.Rahsia)]
    [InlineData("Terhad.", Grade.Terhad)]
    [InlineData("Confidential", Grade.Sulit)]
    [InlineData("top secret", Grade.RahsiaBesar)]
    [InlineData("Terbuka", Grade.Terbuka)]
    [InlineData("very secret", null)]
    [InlineData("", null)]
    public void A_grade_is_read_in_both_languages(string text, Grade? grade) => Assert.Equal(grade, Grades.Read(text));

    [Theory]
    [InlineData("R03-sulit-debrief.pdf", Grade.Sulit)]
    [InlineData("Laporan (TERHAD).docx", Grade.Terhad)]
    [InlineData("R01_Rahsia Besar_nota.pdf", Grade.RahsiaBesar)]
    [InlineData("R01-rahsia.pdf", Grade.Rahsia)]
    [InlineData("R01-confidentiality-training.pdf", null)]
    [InlineData("R04-kesulitan-pekerja.pdf", null)]
    public void A_word_of_its_own_in_a_name_is_a_grade(string name, Grade? grade) => Assert.Equal(grade, Grades.InName(name));

    [Theory]
    [InlineData("SULIT", Grade.Sulit)]
    [InlineData("- SULIT -", Grade.Sulit)]
    [InlineData("Gred: Terhad", Grade.Terhad)]
    [InlineData("KLASIFIKASI : RAHSIA BESAR", Grade.RahsiaBesar)]
    [InlineData("&C&\"Arial,Bold\"&14SULIT", Grade.Sulit)]
    [InlineData("TERBUKA\nRAHSIA", Grade.Rahsia)]
    [InlineData("Maklumat ini sulit sehingga diumumkan.", null)]
    [InlineData("Restricted access to the depot was lifted.", null)]
    [InlineData("Anti-Corruption Commission", null)]
    public void A_marking_stands_alone_on_its_line(string opening, Grade? grade) => Assert.Equal(grade, Grades.Marking([opening]));

    [Fact]
    public void The_grades_are_in_order() => Assert.Equal(["Terbuka", "Terhad", "Sulit", "Rahsia", "Rahsia Besar"], Grades.Words);

    [Theory]
    [InlineData("Authority: Official Secrets Act 1972, section 2C; officer: Datuk Aminah binti Yusof; date: 2025-01-06", null)]
    [InlineData("Kuasa: Akta Rahsia Rasmi 1972, seksyen 2C\nPegawai: Datuk Aminah\nTarikh: 2025-01-06", null)]
    [InlineData("Officer: Datuk Aminah; date: 2025-01-06", "A declassification names its authority, officer and date; the authority is missing. Write: Authority: …; officer: …; date: 2025-01-06.")]
    [InlineData("Authority: section 2C; officer: ; date: soon", "A declassification names its authority, officer and date; the officer and the date are missing. Write: Authority: …; officer: …; date: 2025-01-06.")]
    [InlineData("It is fine.", "A declassification names its authority, officer and date; the authority and the officer and the date are missing. Write: Authority: …; officer: …; date: 2025-01-06.")]
    [InlineData("Authority: section 2C; officer: Datuk Aminah; date: 2025-01-09", "The declassification is dated 2025-01-09, which has not come yet.")]
    public void A_declassification_names_authority_officer_and_date(string reason, string? refusal)
        => Assert.Equal(refusal, DeclassificationRules.Refusal(Choice.Declassify, reason, new DateOnly(2025, 1, 8)));

    [Fact]
    public void Other_decisions_need_no_authority() => Assert.Null(DeclassificationRules.Refusal(Choice.LeaveOut, null, new DateOnly(2025, 1, 8)));
}
