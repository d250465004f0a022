<#
.SYNOPSIS
Starts or stops what the stack gaming-pc runs here, builds its images, or gives the card to a game.

.EXAMPLE
.\pc.ps1 start
.\pc.ps1 build image-server
.\pc.ps1 play on 120
#>
[CmdletBinding()]
param(
  [Parameter(Mandatory)] [ValidateSet('start', 'stop', 'build', 'play')] [string] $Command,
  [Parameter(ValueFromRemainingArguments)] [string[]] $Rest = @(),
  [ValidatePattern('^[A-Za-z0-9-]+$')] [string] $Name = 'lab',
  [string] $KeyFile = (Join-Path $HOME '.manager-key')
)
$ErrorActionPreference = 'Stop'

# The key goes by its file, which WSL finds by the name that it has in Linux; /p says that it is a path.
$env:MANAGER_KEY_FILE = $KeyFile
$env:WSLENV = 'MANAGER_KEY_FILE/p'
wsl --distribution $Name --cd $PSScriptRoot --exec bash "./$Command.sh" @Rest
exit $LASTEXITCODE
