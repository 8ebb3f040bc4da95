using Assessment.Benchmarks;

return args switch
{
    ["runtime"] => await RuntimeBenchmark.Run(),
    ["personal-data"] => PersonalDataBenchmark.Run(),
    ["year", var folder] => await YearBenchmark.Run(folder, times: 3),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project tests/Benchmarks -- runtime
               dotnet run -c Release --project tests/Benchmarks -- personal-data
               dotnet run -c Release --project tests/Benchmarks -- year FOLDER
        """);
    return 1;
}
