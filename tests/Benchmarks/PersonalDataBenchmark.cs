using System.Diagnostics;
using System.Globalization;
using System.Text;
using Assessment.Evidence.PersonalData;

namespace Assessment.Benchmarks;

/// <summary>How many megabytes of text a second one core searches: prose with few numbers, dense statistics, and a CSV.</summary>
static class PersonalDataBenchmark
{
    const string Prose = """
        Dalam tempoh penilaian, Jabatan Tenaga Kerja menjalankan 1,204 pemeriksaan di bawah seksyen 26A Akta 670 dan menyelamatkan mangsa buruh paksa.
        The department inspected premises in all states between 1 April 2024 and 31 March 2025; RM4,500,000 was spent (ref. KDN.S.100-1/2/3 (45)).
        Mesyuarat MAPO Bil. 2/2024 pada 12.03.2024 memutuskan supaya talian NSO MAPO 03-8000 8000 disebarkan dalam lima bahasa kepada semua pekerja.

        """;

    const string Statistics = "2024-04-01 12,345 kes 678 mangsa 45.6% RM1,234.50 Akta 670 s.12 Bil. 3/2024 (120 orang) 03.04.2024 KDN/H/24/00123 900132-14-5678\n";

    public static int Run()
    {
        Print("prose", Prose);
        Print("dense statistics", Statistics);
        Print("prose with a finding every 2 kB", string.Concat(Enumerable.Repeat(Prose, 5)) + "IC 900101-14-5678\n", 200_000);
        var csv = Encoding.UTF8.GetBytes("quarter,state,inspections,amount,reference\n" + Repeat("Q1 2024,Pulau Pinang,1204,RM 4500.00,KDN/H/24/00123\n", 20_000_000));
        Print("CSV", csv.Length, Seconds(() => PersonalDataScan.File("a.csv", "text/csv", new MemoryStream(csv), ScanPolicy.Default)));
        return 0;
    }

    static void Print(string what, string text, int size = 20_000_000)
    {
        var all = Repeat(text, size);
        Print(what, all.Length, Seconds(() => PersonalDataScan.Text(all, ScanPolicy.Default)));
    }

    static void Print(string what, int characters, double seconds)
        => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-34} {characters / seconds / 1_000_000,8:0.0} MB per processor second"));

    /// <summary>The best of three, in processor time: the machine may be busy with other things.</summary>
    static double Seconds(Action search)
    {
        using var process = Process.GetCurrentProcess();
        search();
        return Enumerable.Range(0, 3).Select(_ =>
        {
            process.Refresh();
            var before = process.TotalProcessorTime;
            search();
            process.Refresh();
            return (process.TotalProcessorTime - before).TotalSeconds;
        }).Min();
    }

    static string Repeat(string text, int size) => string.Concat(Enumerable.Repeat(text, Math.Max(1, size / text.Length)));
}
