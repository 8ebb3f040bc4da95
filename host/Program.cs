using System.CommandLine;

namespace Assessment.Host;

static class Program
{
    static int Main(string[] args)
    {
        var root = new RootCommand("Rehearses, checks and serves an assessment cycle on this machine.");
        return root.Parse(args).Invoke();
    }
}
