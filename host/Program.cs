using System.CommandLine;
using Assessment.Host.Commands;
using Assessment.Host.Commands.Generate;
using Assessment.Host.Sandbox;

var root = new RootCommand("Rehearses, checks and serves an assessment cycle on this machine.")
{
    RehearseCommand.Create(),
    ServeCommand.Create(),
    ValidateCommand.Create((folder, plan) => plan is null ? [] : ScenarioReader.Read(folder, null, plan).Faults),
    VerifyCommand.Create(),
    GenerateCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
