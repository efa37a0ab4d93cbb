// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

interface Token {
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
}

/// @title Staking with the published events, call signatures and traps
/// @notice Tokens rest in a config's bank, not here: the bank approves this contract, and what an unstake paid is seen only as the
/// token's Transfer out of the bank. A small honest version of the published contract, for the local chain.
contract Staking {
    event Staked(uint256 indexed stakingId, address indexed recipient, uint256 indexed amount);
    event ToppedUp(uint256 indexed stakingId, address indexed recipient, uint256 amount);
    event RequestUnstake(uint256 indexed stakingId, address indexed recipient);
    event Unstaked(uint256 indexed stakingId, address indexed recipient);
    event ConfigCreated(uint256 indexed configId);
    event ConfigSet(uint256 indexed configId);
    event CommitStake(uint256 indexed stakingId, bytes commitment);

    /// @dev interestRate is a yearly WAD; durations are seconds, and a stakeDuration of zero never ends.
    struct Config {
        address bank;
        address manager;
        address token;
        uint256 interestRate;
        uint256 stakeDuration;
        uint256 cooldownDuration;
        uint256 maxStake;
        uint256 minStake;
        bool isActive;
        bool isTopupEnabled;
        bool isPublic;
    }

    struct Stake {
        uint256 configId;
        address recipient;
        uint256 amount;
        uint256 startedAt;
        uint256 unstakeRequestedAt;
        bytes32 commitmentHash;
    }

    address public immutable admin;
    uint256 public configCount;
    uint256 public stakeCount;
    mapping(uint256 configId => Config) public configs;
    mapping(uint256 stakingId => Stake) public stakes;

    modifier onlyAdmin() {
        require(msg.sender == admin, "not the admin");
        _;
    }

    constructor() {
        admin = msg.sender;
    }

    function createConfig(Config calldata config) external onlyAdmin returns (uint256 configId) {
        configId = ++configCount;
        configs[configId] = config;
        emit ConfigCreated(configId);
    }

    function setConfig(uint256 configId, Config calldata config) external onlyAdmin {
        require(configId > 0 && configId <= configCount, "no such config");
        configs[configId] = config;
        emit ConfigSet(configId);
    }

    function stake(uint256 configId, address onBehalfOf, uint256 amount) external returns (uint256 stakingId) {
        require(onBehalfOf != address(0), "no recipient");
        stakingId = _open(configId, onBehalfOf, amount, 0);
        emit Staked(stakingId, onBehalfOf, amount);
    }

    /// @notice Opens a stake whose recipient stays hidden until the commitment is opened. Its bytes are not checked here: a
    /// commitment that hides nothing can never be unstaked.
    function commitStake(uint256 configId, uint256 amount, bytes calldata commitment)
        external
        returns (uint256 stakingId)
    {
        stakingId = _open(configId, address(0), amount, keccak256(commitment));
        emit CommitStake(stakingId, commitment);
    }

    /// @notice Adds to a stake: interest so far becomes principal, and the clock starts again.
    function topUpStake(uint256 stakingId, uint256 amount) external {
        Stake storage open = stakes[stakingId];
        Config storage config = configs[open.configId];
        require(open.recipient != address(0) && open.unstakeRequestedAt == 0, "not an open stake");
        require(config.isActive && config.isTopupEnabled, "no top-ups");
        open.amount = valueOf(stakingId) + amount;
        require(open.amount <= config.maxStake, "above the most");
        open.startedAt = block.timestamp;
        _take(config, amount);
        emit ToppedUp(stakingId, open.recipient, amount);
    }

    function requestUnstake(uint256 stakingId) external {
        require(stakes[stakingId].recipient == msg.sender, "not the recipient");
        _request(stakingId);
    }

    /// @notice Opens a commitment, the hash of recipient and salt, and asks for the stake behind it.
    function requestUnstakeWithCommitment(uint256 stakingId, address recipient, bytes32 salt) external {
        Stake storage open = stakes[stakingId];
        require(open.recipient == address(0) && open.amount > 0, "not a committed stake");
        bytes32 commitment = keccak256(abi.encode(recipient, salt));
        require(open.commitmentHash == keccak256(abi.encodePacked(commitment)), "not the commitment");
        open.recipient = recipient;
        _request(stakingId);
    }

    function unstake(uint256 stakingId) external {
        Stake storage open = stakes[stakingId];
        Config storage config = configs[open.configId];
        require(open.recipient == msg.sender && open.amount > 0, "not the recipient of an open stake");
        if (config.cooldownDuration == 0) {
            require(_isOver(open, config), "too early");
        } else {
            require(
                open.unstakeRequestedAt > 0 && block.timestamp >= open.unstakeRequestedAt + config.cooldownDuration,
                "still cooling down"
            );
        }
        uint256 amount = valueOf(stakingId);
        open.amount = 0;
        require(Token(config.token).transferFrom(config.bank, open.recipient, amount), "the bank did not pay");
        emit Unstaked(stakingId, open.recipient);
    }

    /// @notice Principal with continuous interest: amount * exp(rate * min(elapsed, duration) / 365 days), in WAD arithmetic.
    function valueOf(uint256 stakingId) public view returns (uint256) {
        Stake storage open = stakes[stakingId];
        Config storage config = configs[open.configId];
        uint256 until = open.unstakeRequestedAt > 0 ? open.unstakeRequestedAt : block.timestamp;
        uint256 elapsed = until - open.startedAt;
        if (config.stakeDuration > 0 && elapsed > config.stakeDuration) {
            elapsed = config.stakeDuration;
        }
        uint256 exponent =
            FixedPointMathLib.mulWad(config.interestRate, FixedPointMathLib.divWad(elapsed, 365 days));
        return FixedPointMathLib.mulWad(open.amount, uint256(FixedPointMathLib.expWad(int256(exponent))));
    }

    function _open(uint256 configId, address recipient, uint256 amount, bytes32 commitmentHash)
        private
        returns (uint256 stakingId)
    {
        Config storage config = configs[configId];
        require(config.isActive, "not an active config");
        require(config.isPublic || msg.sender == config.manager, "not public");
        require(amount >= config.minStake && amount <= config.maxStake, "amount out of bounds");
        stakingId = ++stakeCount;
        stakes[stakingId] = Stake(configId, recipient, amount, block.timestamp, 0, commitmentHash);
        _take(config, amount);
    }

    function _request(uint256 stakingId) private {
        Stake storage open = stakes[stakingId];
        Config storage config = configs[open.configId];
        require(config.cooldownDuration > 0, "no cooldown: unstake at once");
        require(open.amount > 0 && open.unstakeRequestedAt == 0, "not an open stake");
        require(_isOver(open, config), "too early");
        open.unstakeRequestedAt = block.timestamp;
        emit RequestUnstake(stakingId, open.recipient);
    }

    function _take(Config storage config, uint256 amount) private {
        require(Token(config.token).transferFrom(msg.sender, config.bank, amount), "the token did not move");
    }

    function _isOver(Stake storage open, Config storage config) private view returns (bool) {
        return block.timestamp >= open.startedAt + config.stakeDuration;
    }
}
